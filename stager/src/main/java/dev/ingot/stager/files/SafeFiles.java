package dev.ingot.stager.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads directories that foreign code wrote: no link is followed, no file is larger than allowed, FIFOs are never opened. */
public final class SafeFiles {
  /** Largest TOML or env file, bytes. */
  public static final int MAX_SMALL = 1024 * 1024;

  private static final int MAX_CHILDREN = 100_000;
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private SafeFiles() {}

  public static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  public static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The content of a small regular file. A link, a special file or more than {@link #MAX_SMALL} bytes is an error. */
  public static byte[] read(Path path) throws IOException {
    return read(path, MAX_SMALL);
  }

  /** As {@link #read(Path)}, with another limit in bytes. */
  public static byte[] read(Path path, int limit) throws IOException {
    if (!isFile(path)) {
      throw new IOException(path.getFileName() + " is not a regular file; links and special files are not read");
    }
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new IOException(path.getFileName() + " is larger than " + limit + " bytes");
      }
      return bytes;
    }
  }

  /** The last bytes of a regular file of any size, at most `max`. A link or a special file is an error. */
  public static byte[] tail(Path path, int max) throws IOException {
    if (!isFile(path)) {
      throw new IOException(path.getFileName() + " is not a regular file; links and special files are not read");
    }
    try (var in = Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      in.position(Math.max(0, in.size() - max));
      var bytes = ByteBuffer.allocate(max);
      while (bytes.hasRemaining() && in.read(bytes) >= 0) {
        // until it is full or the file ends
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }

  /** The entries of a directory by name; none when it is missing or no directory itself. */
  public static List<Path> children(Path directory) throws IOException {
    var children = new ArrayList<Path>();
    if (isDirectory(directory)) {
      try (var stream = Files.newDirectoryStream(directory)) {
        for (Path child : stream) {
          children.add(child);
          if (children.size() > MAX_CHILDREN) {
            throw new IOException(directory.getFileName() + " has more than " + MAX_CHILDREN + " entries");
          }
        }
      } catch (java.nio.file.DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    children.sort(Comparator.comparing(child -> child.getFileName().toString()));
    return children;
  }

  /** Gives a path to the build user (2000:2000) when we are root, else leaves it. */
  public static void giveToBuildUser(Path path) throws IOException {
    if (ROOT) {
      Files.setAttribute(path, "unix:uid", 2000, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", 2000, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Makes a directory the build user may write to. */
  public static void buildUserDirectory(Path path) throws IOException {
    Files.createDirectories(path);
    giveToBuildUser(path);
  }

  /** Writes a small file for the build user, in the place of what has that name: never through a link that is put there meanwhile. */
  public static void write(Path path, String content) throws IOException {
    Files.deleteIfExists(path);
    Files.writeString(path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    giveToBuildUser(path);
  }
}
