package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work on whole trees of files. No method follows symbolic links. */
public final class Files2 {
  private Files2() {}

  /** Deletes a file, a link (not its target) or a whole tree; nothing happens when it is not there. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(path, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failed) throws IOException {
        if (failed != null) {
          throw failed;
        }
        Files.delete(dir);
        return FileVisitResult.CONTINUE;
      }
    });
  }

  /** Copies a tree with modes and links as they are; {@code to} must not exist, its parent must. */
  public static void copy(Path from, Path to) {
    Command.of(from.toAbsolutePath().getParent(), "cp", "-a", "--reflink=auto", "--", from.toString(), to.toString())
        .limit(Duration.ofMinutes(10)).capture("copying " + from.getFileName());
  }

  /** Moves a tree, also to another file system; {@code to} must not exist, its parent must. */
  public static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (java.nio.file.AtomicMoveNotSupportedException otherFileSystem) {
      copy(from, to);
      delete(from);
    }
  }

  /** The names directly in a directory, sorted by name. */
  public static List<Path> list(Path dir) throws IOException {
    try (var entries = Files.list(dir)) {
      return entries.sorted().toList();
    }
  }

  /** Empties a directory and keeps it: it may be a mount point. */
  public static void empty(Path dir) throws IOException {
    for (var entry : list(dir)) {
      delete(entry);
    }
  }

  /** Lets everybody execute who may read it. */
  public static void makeExecutable(Path file) throws IOException {
    var modes = Files.getPosixFilePermissions(file);
    for (var pair : Map.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE).entrySet()) {
      if (modes.contains(pair.getKey())) {
        modes.add(pair.getValue());
      }
    }
    Files.setPosixFilePermissions(file, modes);
  }

  /**
   * The text of a file.
   *
   * @param limit bytes
   * @throws BuildFailure when the file is larger
   */
  public static String boundedText(Path file, int limit) throws IOException {
    if (Files.size(file) > limit) {
      throw new BuildFailure("The file " + file.getFileName() + " has " + Files.size(file) + " bytes; at most " + limit + " are read. Make it smaller.");
    }
    try {
      return Files.readString(file);
    } catch (java.nio.charset.CharacterCodingException notText) {
      throw new BuildFailure("The file " + file.getFileName() + " is not UTF-8 text. Save it as UTF-8.", notText);
    }
  }
}
