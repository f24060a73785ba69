package dev.ingot.controller.packages.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tree an archive would unpack to: no name twice, no file used as a directory, no link that leads out of the root. */
final class TreeCheck {
  private static final int MAX_HOPS = 40;
  private static final long MAX_STEPS = 5_000_000;

  private enum Kind { FILE, DIRECTORY, LINK }

  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long steps;

  void file(String name) {
    add(name, Kind.FILE);
  }

  void link(String name, String target) {
    add(name, Kind.LINK);
    links.put(name, target);
  }

  /** False when the directory was already there, which does no harm. */
  boolean directory(String name) {
    if (kinds.get(name) == Kind.DIRECTORY) {
      return false;
    }
    add(name, Kind.DIRECTORY);
    return true;
  }

  /** To be called when all entries are known: an entry may come before its parent. */
  void finish() {
    for (String name : kinds.keySet()) {
      for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
        Kind parent = kinds.get(name.substring(0, slash));
        if (parent == Kind.LINK || parent == Kind.FILE) {
          throw new ArchiveException("entry " + EntryName.shown(name) + " lies under " + EntryName.shown(name.substring(0, slash))
              + ", which is a " + (parent == Kind.LINK ? "symbolic link" : "file"));
        }
      }
    }
    links.forEach(this::checkLink);
  }

  private void add(String name, Kind kind) {
    if (kinds.putIfAbsent(name, kind) != null) {
      throw new ArchiveException("entry " + EntryName.shown(name) + " is in the archive twice");
    }
  }

  /** Follows the target as a kernel would, through other links of the archive: text alone does not tell where `a/b/../..` leads. */
  private void checkLink(String name, String target) {
    Deque<String> rest = new ArrayDeque<>();
    List<String> place = new ArrayList<>(List.of(name.split("/")));
    place.removeLast();
    push(rest, target, name, target);
    int hops = 0;
    while (!rest.isEmpty()) {
      if (++steps > MAX_STEPS) {
        throw new ArchiveException("the symbolic links of the archive are too tangled to be followed");
      }
      String segment = rest.pop();
      if (segment.equals("..")) {
        if (place.isEmpty()) {
          throw escapes(name, target);
        }
        place.removeLast();
        continue;
      }
      place.add(segment);
      String next = links.get(String.join("/", place));
      if (next != null) {
        if (++hops > MAX_HOPS) {
          return; // a loop ends nowhere, so it does not end outside
        }
        place.removeLast();
        push(rest, next, name, target);
      }
    }
  }

  private static void push(Deque<String> rest, String path, String name, String target) {
    if (path.startsWith("/")) {
      throw escapes(name, target);
    }
    String[] segments = path.split("/");
    for (int i = segments.length - 1; i >= 0; i--) {
      if (!segments[i].isEmpty() && !segments[i].equals(".")) {
        rest.push(Objects.requireNonNull(segments[i]));
      }
    }
  }

  private static ArchiveException escapes(String name, String target) {
    return new ArchiveException("symbolic link " + EntryName.shown(name) + " leads to " + EntryName.shown(target)
        + ", outside the app's root; use a relative link that stays inside");
  }
}
