package dev.ingot.stager.sbom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The directory of a zip archive that is a part of a file, entry by entry: nothing of it is kept, whatever its size, because the cell has
 * little memory and zip libraries read all entries first. ZIP64 and encrypted archives are not read. Source: APPNOTE.TXT 4.3.12, 4.3.16.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int ENTRY = 0x02014b50;
  private static final int MAX_END = 65_557;
  private static final int MAX_ENTRIES = 200_000;
  private static final int HEADER = 46;

  private final FileChannel file;
  private final long base;
  private final long size;

  /** @param base where the archive begins in the file */
  ZipDirectory(FileChannel file, long base, long size) {
    this.file = file;
    this.base = base;
    this.size = size;
  }

  /** One entry. @param size of the content, bytes, as the directory says */
  record Entry(String name, int method, long packed, long size, long header) {
    boolean stored() {
      return method == 0 && packed == size;
    }
  }

  /** What looks at entries. */
  interface Visitor {
    void entry(Entry entry) throws IOException;
  }

  /** @throws IOException when it is no archive we can read */
  void visit(Visitor visitor) throws IOException {
    int length = (int) Math.min(size, MAX_END);
    ByteBuffer tail = read(size - length, length);
    int end = length - 22;
    while (end >= 0 && tail.getInt(end) != END) {
      end--;
    }
    if (end < 0) {
      throw new IOException("no end of a zip directory");
    }
    long at = tail.getInt(end + 16) & 0xffffffffL;
    long limit = size - length + end;
    for (int count = 0; count < MAX_ENTRIES && at + HEADER <= limit; count++) {
      ByteBuffer header = read(at, HEADER);
      if (header.getInt(0) != ENTRY) {
        return;
      }
      int name = header.getShort(28) & 0xffff;
      int rest = (header.getShort(30) & 0xffff) + (header.getShort(32) & 0xffff);
      byte[] bytes = new byte[name];
      read(at + HEADER, name).get(bytes);
      visitor.entry(new Entry(new String(bytes, StandardCharsets.UTF_8), header.getShort(10) & 0xffff, header.getInt(20) & 0xffffffffL, header.getInt(24) & 0xffffffffL,
          header.getInt(42) & 0xffffffffL));
      at += HEADER + name + rest;
    }
  }

  /** Where an entry's packed content begins in the archive. */
  long content(Entry entry) throws IOException {
    ByteBuffer local = read(entry.header(), 30);
    return entry.header() + 30 + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
  }

  /** The archive that is stored as it is in this one. */
  ZipDirectory inner(Entry entry) throws IOException {
    long at = content(entry);
    if (at + entry.size() > size) {
      throw new IOException("an entry that is longer than its archive");
    }
    return new ZipDirectory(file, base + at, entry.size());
  }

  /** The first bytes of an entry's content, at most `limit`, of which no more than twice as many packed ones are read. */
  byte[] head(Entry entry, int limit) throws IOException {
    int packed = (int) Math.min(entry.packed(), 2L * limit);
    byte[] bytes = new byte[packed];
    read(content(entry), packed).get(bytes);
    if (entry.method() == 0) {
      return bytes.length > limit ? java.util.Arrays.copyOf(bytes, limit) : bytes;
    }
    var inflater = new Inflater(true);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
      return in.readNBytes(limit);
    } finally {
      inflater.end();
    }
  }

  private ByteBuffer read(long at, int length) throws IOException {
    if (at < 0 || at + length > size) {
      throw new IOException("a zip directory that points out of its archive");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, base + at + buffer.position()) < 0) {
        throw new IOException("the archive became shorter");
      }
    }
    return buffer.flip();
  }
}
