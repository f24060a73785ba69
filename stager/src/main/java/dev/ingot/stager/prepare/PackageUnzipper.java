package dev.ingot.stager.prepare;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a user's zip into the app directory and believes nothing in it: names that climb or are absolute, names through links, devices,
 * wrong checksums and sizes, and archives larger than the limits are errors, and nothing is written outside. Links are made last, so
 * that no entry can be written through one; those that leave the app directory are refused.
 */
public final class PackageUnzipper {
  private static final int MAX_ENTRIES = 500_000;
  private static final int S_IFMT = 0170000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFDIR = 0040000;

  private final Path app;
  private final long maxBytes;
  private final Map<Path, String> links = new LinkedHashMap<>();
  private long bytes;

  /** @param maxBytes of all content together; 0 = 8 GiB */
  public PackageUnzipper(Path app, long maxBytes) {
    this.app = app;
    this.maxBytes = maxBytes > 0 ? maxBytes : 8L << 30;
  }

  /** Unpacks. After an exception the app directory holds an unknown part and must be thrown away. */
  public void unzip(Path zip) throws StageException {
    try (ZipFile file = ZipFile.builder().setPath(zip).setCharset(StandardCharsets.UTF_8).get()) {
      int count = 0;
      for (ZipArchiveEntry entry : Collections.list(file.getEntriesInPhysicalOrder())) {
        if (++count > MAX_ENTRIES) {
          throw bad("it has more than " + MAX_ENTRIES + " entries");
        }
        unpack(file, entry);
      }
      for (var link : links.entrySet()) {
        makeLink(link.getKey(), link.getValue());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private void unpack(ZipFile file, ZipArchiveEntry entry) throws IOException, StageException {
    Path target = target(entry.getName());
    int mode = entry.getUnixMode();
    int type = mode & S_IFMT;
    if (type == S_IFLNK) {
      links.put(target, linkTarget(file, entry));
    } else if (entry.isDirectory() || type == S_IFDIR) {
      directories(target, entry);
      setMode(target, (mode & 0777) == 0 ? 0755 : mode & 0777 | 0700);
    } else if (type != 0 && type != S_IFREG) {
      throw bad("'" + show(entry.getName()) + "' is a device, FIFO or socket");
    } else if (!target.equals(app)) {
      directories(java.util.Objects.requireNonNull(target.getParent()), entry);
      write(file, entry, target);
      setMode(target, (mode & 0777) == 0 ? 0644 : mode & 0777 | 0400);
    }
  }

  private Path target(String name) throws StageException {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0 && name.contains("..\\") || name.length() > 4096) {
      throw bad("the name '" + show(name) + "' is not a relative path");
    }
    Path target = app;
    int depth = 0;
    for (String part : name.split("/")) {
      if (part.equals("..")) {
        throw bad("the name '" + show(name) + "' climbs with '..'");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > 255 || ++depth > 200) {
        throw bad("the name '" + show(name) + "' is too long or too deep");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        try {
          target = target.resolve(part);
        } catch (InvalidPathException e) {
          throw bad("the name '" + show(name) + "' cannot be a file name here");
        }
      }
    }
    return target;
  }

  private void directories(Path directory, ZipArchiveEntry entry) throws IOException, StageException {
    if (directory.equals(app) || SafeFiles.isDirectory(directory)) {
      return;
    }
    if (links.containsKey(directory) || Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw bad("'" + show(entry.getName()) + "' is below something that is a file or a link");
    }
    directories(java.util.Objects.requireNonNull(directory.getParent()), entry);
    Files.createDirectory(directory);
    setMode(directory, 0755);
    SafeFiles.giveToBuildUser(directory);
  }

  private void write(ZipFile file, ZipArchiveEntry entry, Path target) throws IOException, StageException {
    if (links.containsKey(target) || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw bad("'" + show(entry.getName()) + "' is in it twice");
    }
    if (!file.canReadEntryData(entry)) {
      throw bad("'" + show(entry.getName()) + "' is encrypted or compressed in an unknown way");
    }
    var crc = new CRC32();
    long size = 0;
    try (InputStream in = file.getInputStream(entry); OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        size += n;
        if (bytes > maxBytes) {
          throw bad("it unpacks to more than the " + maxBytes + " bytes allowed");
        }
        crc.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    if (size != entry.getSize() || crc.getValue() != entry.getCrc()) {
      throw bad("'" + show(entry.getName()) + "' has a wrong size or checksum: the archive is damaged");
    }
    SafeFiles.giveToBuildUser(target);
  }

  private String linkTarget(ZipFile file, ZipArchiveEntry entry) throws IOException, StageException {
    try (InputStream in = file.getInputStream(entry)) {
      byte[] target = in.readNBytes(4097);
      if (target.length == 0 || target.length > 4096) {
        throw bad("the link '" + show(entry.getName()) + "' has no usable target");
      }
      return new String(target, StandardCharsets.UTF_8);
    }
  }

  private void makeLink(Path link, String target) throws IOException, StageException {
    Path parent = java.util.Objects.requireNonNull(link.getParent());
    Path points = parent.resolve(target).normalize();
    if (target.startsWith("/") || target.indexOf('\0') >= 0 || !points.startsWith(app) || link.equals(app) || passesLink(points)) {
      throw bad("the link '" + show(app.relativize(link).toString()) + "' points to '" + show(target) + "', out of the app");
    }
    parents(parent);
    Files.createSymbolicLink(link, Path.of(target));
    SafeFiles.giveToBuildUser(link);
  }

  private void parents(Path directory) throws IOException, StageException {
    if (directory.equals(app) || SafeFiles.isDirectory(directory)) {
      return;
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw bad("a link is below '" + show(app.relativize(directory).toString()) + "', which is a file or a link itself");
    }
    parents(java.util.Objects.requireNonNull(directory.getParent()));
    Files.createDirectory(directory);
    SafeFiles.giveToBuildUser(directory);
  }

  /** `a/..` through a link means something else than its text: refuse `..` where a link is on the way. */
  private boolean passesLink(Path points) {
    for (Path at = points.getParent(); at != null && at.startsWith(app) && !at.equals(app); at = at.getParent()) {
      if (links.containsKey(at) && links.get(at).contains("..")) {
        return true;
      }
    }
    return false;
  }

  private static void setMode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  private static String show(String name) {
    String text = name.replaceAll("\\p{Cntrl}", "?");
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private static StageException bad(String why) {
    return new StageException("StagingError", "the package cannot be unpacked: " + why, "Make the archive again and push it.");
  }
}
