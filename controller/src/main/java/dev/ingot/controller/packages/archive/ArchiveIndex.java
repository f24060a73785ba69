package dev.ingot.controller.packages.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** What an archive says it holds: names made normal, kinds and modes understood; contents are not read yet, but for links. */
final class ArchiveIndex {
  private static final int MAX_TARGET_BYTES = 4096;
  private static final int OWNER_READ = 0400;
  private static final int OWNER_ALL = 0700;

  enum Kind { FILE, DIRECTORY, LINK }

  /** @param target of a link, else null */
  record Entry(String name, Kind kind, int mode, @Nullable String target, ZipArchiveEntry source) {
    void addTo(TreeCheck tree) {
      switch (kind) {
        case FILE -> tree.file(name);
        case DIRECTORY -> tree.directory(name);
        case LINK -> tree.link(name, Objects.requireNonNull(target));
      }
    }
  }

  private ArchiveIndex() {}

  /** Entries by normal name; the root itself is left out. @throws ArchiveException for an entry that cannot be part of an app */
  static Map<String, Entry> of(ZipFile zip) throws IOException {
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (ZipArchiveEntry source : Collections.list(zip.getEntries())) {
      Entry entry = entry(zip, source);
      if (entry.name().isEmpty()) {
        continue;
      }
      Entry before = entries.putIfAbsent(entry.name(), entry);
      if (before != null && (before.kind() != Kind.DIRECTORY || entry.kind() != Kind.DIRECTORY)) {
        throw new ArchiveException("entry " + EntryName.shown(entry.name()) + " is in the archive twice");
      }
    }
    return entries;
  }

  private static Entry entry(ZipFile zip, ZipArchiveEntry source) throws IOException {
    byte[] raw = source.getRawName();
    if (raw != null && source.getNameSource() == ZipArchiveEntry.NameSource.NAME) {
      EntryName.utf8(raw, source.getName());
    }
    String name = EntryName.normal(source.getName());
    if (!zip.canReadEntryData(source)) {
      throw new ArchiveException("entry " + EntryName.shown(name) + " is encrypted or packed by a method that is not supported; use deflate");
    }
    int mode = source.getPlatform() == ZipArchiveEntry.PLATFORM_UNIX ? source.getUnixMode() : 0;
    int permissions = mode & UnixStat.PERM_MASK & 0777;
    return switch (mode & 0170000) {
      case 0120000 -> new Entry(name, Kind.LINK, 0777, target(zip, source, name), source);
      case 0040000 -> directory(name, permissions, source);
      case 0, 0100000 -> source.getName().endsWith("/") ? directory(name, permissions, source) : file(name, mode, permissions, source);
      default -> throw new ArchiveException("entry " + EntryName.shown(name)
          + " is a device, pipe or socket; only files, directories and symbolic links can be part of an app");
    };
  }

  private static Entry directory(String name, int permissions, ZipArchiveEntry source) {
    return new Entry(name, Kind.DIRECTORY, permissions == 0 ? 0755 : permissions | OWNER_ALL, null, source);
  }

  private static Entry file(String name, int mode, int permissions, ZipArchiveEntry source) {
    if (name.isEmpty()) {
      throw new ArchiveException("an entry of the archive has no name");
    }
    return new Entry(name, Kind.FILE, mode == 0 ? 0644 : permissions | OWNER_READ, null, source);
  }

  private static String target(ZipFile zip, ZipArchiveEntry source, String name) throws IOException {
    try (InputStream in = zip.getInputStream(source)) {
      byte[] bytes = in.readNBytes(MAX_TARGET_BYTES + 1);
      String target = EntryName.utf8(bytes, name);
      if (bytes.length == 0 || bytes.length > MAX_TARGET_BYTES || target.indexOf('\0') >= 0) {
        throw new ArchiveException("symbolic link " + EntryName.shown(name) + " has an empty, too long or malformed target");
      }
      return target;
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw new ArchiveException("symbolic link " + EntryName.shown(name) + " is damaged (" + e.getMessage() + "); upload it again", e);
    }
  }
}
