package dev.ingot.stager.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Follows symbolic links as the build container would, but never out of one directory: what foreign code linked to the machine's own
 * files is as good as not there. Nothing may run in the directory meanwhile.
 *
 * @param root on the host
 * @param seenAs absolute path of the same directory in the container
 */
public record InnerLinks(Path root, String seenAs) {
  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  /** The path below `root` that has no link in it and is the same file or directory; empty when it leads out, in circles or nowhere. */
  public Optional<Path> follow(Path path) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(names(root.relativize(path)));
    Path at = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        if (at.equals(root)) {
          return Optional.empty();
        }
        at = java.util.Objects.requireNonNull(at.getParent());
        continue;
      }
      Path next = name.equals(".") || name.isEmpty() ? at : at.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        return Optional.empty();
      }
      Path target = Files.readSymbolicLink(next);
      var names = names(target);
      if (target.isAbsolute()) {
        if (!target.startsWith(seenAs)) {
          return Optional.empty();
        }
        names = names.subList(Path.of(seenAs).getNameCount(), names.size());
        at = root;
      }
      names.reversed().forEach(ahead::push);
    }
    return Files.exists(at, java.nio.file.LinkOption.NOFOLLOW_LINKS) ? Optional.of(at) : Optional.empty();
  }

  private static List<String> names(Path path) {
    var names = new ArrayList<String>();
    path.forEach(name -> names.add(name.toString()));
    return names;
  }
}
