package dev.ingot.cli.upload;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** What `-p` names, as a directory: itself, or a .jar, .war or .zip unpacked into a temporary one that is deleted afterwards. */
record AppDirectory(Path path, boolean temporary) implements AutoCloseable {

  static AppDirectory of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return new AppDirectory(path, false);
    }
    if (!Files.isRegularFile(path)) {
      throw new Failure("there is no " + path + " to push. Choose a directory or archive with -p.");
    }
    Path directory = Files.createTempDirectory("ingot-push-");
    try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
      for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements();) {
        unpack(zip, entries.nextElement(), directory);
      }
      return new AppDirectory(directory, true);
    } catch (IOException e) {
      new AppDirectory(directory, true).close();
      throw new Failure(path + " is neither a directory nor a .jar, .war or .zip that can be read: " + e.getMessage(), e);
    }
  }

  private static void unpack(ZipFile zip, ZipArchiveEntry entry, Path directory) throws IOException {
    Path target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory) || entry.isUnixSymlink()) {
      throw new IOException("entry " + entry.getName() + (entry.isUnixSymlink() ? " is a link" : " leads outside of the archive"));
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target);
    }
    Files.setAttribute(target, "unix:mode", (entry.getUnixMode() & 0111) != 0 ? 0755 : 0644);
    Files.setLastModifiedTime(target, entry.getLastModifiedTime());
  }

  @Override
  public void close() throws IOException {
    if (!temporary) {
      return;
    }
    try (var walk = Files.walk(path)) {
      for (Path each : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
