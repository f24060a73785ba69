package dev.ingot.controller.packages.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a package's zip: Unix modes, links as entries of link type, one fixed time. Entries come in the caller's order. */
final class PackageWriter implements AutoCloseable {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 12, 0);

  private final ZipArchiveOutputStream zip;

  PackageWriter(Path target) throws IOException {
    zip = new ZipArchiveOutputStream(target.toFile());
    zip.setEncoding(StandardCharsets.UTF_8.name());
    zip.setUseLanguageEncodingFlag(true);
    zip.setUseZip64(Zip64Mode.AsNeeded);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  void directory(String name, int mode) throws IOException {
    zip.putArchiveEntry(entry(name + "/", mode | UnixStat.DIR_FLAG));
    zip.closeArchiveEntry();
  }

  void link(String name, String target) throws IOException {
    zip.putArchiveEntry(entry(name, 0777 | UnixStat.LINK_FLAG));
    zip.write(target.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }

  void file(String name, int mode, Path content) throws IOException {
    try (OutputStream out = open(name, mode)) {
      Files.copy(content, out);
    }
  }

  /** The place for one file's content; to be closed before the next entry. */
  OutputStream open(String name, int mode) throws IOException {
    zip.putArchiveEntry(entry(name, mode | UnixStat.FILE_FLAG));
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        zip.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        zip.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        zip.closeArchiveEntry();
      }
    };
  }

  private static ZipArchiveEntry entry(String name, int mode) {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    entry.setTimeLocal(TIME);
    return entry;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
