package dev.ingot.controller.packages.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Copies one file of the archive into the package and, on the way, into the pool; checks its checksum and size. Used once. */
final class FileCopy implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final ArchiveIndex.Entry entry;
  private final ContentPool pool;
  private final UnpackBudget budget;
  private final MessageDigest sha1 = PackageAssembler.digest("SHA-1");
  private final CRC32 crc = new CRC32();
  private @Nullable Path temporary;

  FileCopy(ArchiveIndex.Entry entry, ContentPool pool, UnpackBudget budget) {
    this.entry = entry;
    this.pool = pool;
    this.budget = budget;
  }

  /** Notes in {@code kept} what the pool has afterwards, sha1 → size. */
  void run(InputStream content, PackageWriter writer, Map<String, Long> kept) throws IOException {
    byte[] first = content.readNBytes(BUFFER);
    long size;
    try (OutputStream out = writer.open(entry.name(), entry.mode())) {
      took(first, first.length);
      out.write(first);
      size = first.length < BUFFER ? first.length : rest(first, content, out);
    }
    check(size);
    keep(first, size, kept);
  }

  /** Small files wait in memory until their digest tells whether the pool has them; larger ones go to a file at once. */
  private long rest(byte[] first, InputStream content, OutputStream out) throws IOException {
    long size = first.length;
    temporary = pool.newTemporary();
    try (OutputStream copy = Files.newOutputStream(temporary)) {
      copy.write(first);
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        took(buffer, read);
        size += read;
        out.write(buffer, 0, read);
        copy.write(buffer, 0, read);
      }
    }
    return size;
  }

  private void took(byte[] bytes, int length) {
    budget.add(length);
    crc.update(bytes, 0, length);
    sha1.update(bytes, 0, length);
  }

  private void check(long size) {
    if (size != entry.source().getSize()) {
      throw new ArchiveException("entry " + EntryName.shown(entry.name()) + " has " + size + " bytes where the archive's directory says "
          + entry.source().getSize() + "; upload it again");
    }
    if (crc.getValue() != entry.source().getCrc()) {
      throw new ArchiveException("entry " + EntryName.shown(entry.name()) + " is damaged: its CRC-32 does not match; upload it again");
    }
  }

  private void keep(byte[] first, long size, Map<String, Long> kept) throws IOException {
    if (!pool.keeps(size)) {
      return;
    }
    String digest = HexFormat.of().formatHex(sha1.digest());
    kept.put(digest, size);
    if (pool.find(digest).isPresent()) {
      return;
    }
    if (temporary == null) {
      temporary = pool.newTemporary();
      Files.write(temporary, first);
    }
    pool.adopt(temporary, digest);
  }

  @Override
  public void close() throws IOException {
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
