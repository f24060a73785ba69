package dev.ingot.oci.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds places below one root directory the way a chroot would: absolute links start at the root, and what leads above the root is
 * refused. One thread per root; nobody else may write there.
 */
final class InsideRoot {
  private static final int MAX_LINKS = 40;
  private final Path root;
  private final int maxDepth;

  InsideRoot(Path root, int maxDepth) {
    this.root = root;
    this.maxDepth = maxDepth;
  }

  /** The parts of a stored name; the empty list is the root itself. `..` and names out of bounds are refused. */
  List<String> parts(String name) throws LayerException {
    if (name.indexOf('\0') >= 0 || name.length() > 4096) {
      throw new LayerException("entry name is too long or has a NUL: " + RawName.display(name));
    }
    var parts = new ArrayList<String>();
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw new LayerException("entry " + RawName.display(name) + " climbs with '..'");
      }
      if (part.length() > 255) {
        throw new LayerException("entry " + RawName.display(name) + " has a part longer than 255 bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.size() > maxDepth) {
      throw new LayerException("entry " + RawName.display(name) + " is deeper than " + maxDepth + " directories");
    }
    return parts;
  }

  /** The real directory for these parts, following links inside the root. Missing directories are made 0755 when `create`. */
  Path directory(List<String> parts, boolean create) throws IOException {
    Deque<String> todo = new ArrayDeque<>(parts);
    Path at = root;
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (at.equals(root)) {
          throw new LayerException("a link in " + RawName.display(String.join("/", parts)) + " leads out of the image");
        }
        at = at.getParent();
        continue;
      }
      Path next = at.resolve(RawName.toPath(part));
      if (Files.isSymbolicLink(next)) {
        if (++links > MAX_LINKS) {
          throw new LayerException("too many links in " + RawName.display(String.join("/", parts)));
        }
        String target = RawName.of(Files.readSymbolicLink(next));
        if (target.startsWith("/")) {
          at = root;
        }
        String[] targetParts = target.split("/");
        for (int i = targetParts.length - 1; i >= 0; i--) {
          todo.push(targetParts[i]);
        }
        continue;
      }
      if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
        if (!create || Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
          throw new LayerException(RawName.display(String.join("/", parts)) + " is not a directory in this layer");
        }
        Files.createDirectory(next);
        Files.setAttribute(next, "unix:mode", 0755);
      }
      at = next;
    }
    return at;
  }
}
