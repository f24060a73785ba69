package dev.ingot.controller.packages.archive;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;

/**
 * Counts the entries of a zip before a library builds an object for each of them: a directory of a million entries is told by walking its
 * headers, in constant memory. Only counts; every other check belongs to the reader. Source: PKWARE APPNOTE 4.3.12-4.3.16.
 */
final class CentralDirectory {
  private static final int END_SIZE = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int LOCATOR64_SIZE = 20;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int HEADER_SIGNATURE = 0x02014b50;
  private static final int HEADER_SIZE = 46;
  private static final int MAX_COMMENT = 0xffff;

  private CentralDirectory() {}

  /**
   * Walks the directory.
   *
   * @throws ArchiveException when there are more than {@code limit} entries, or no directory at all
   */
  static int count(Path zip, int limit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
      file.seek(start(file));
      DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.getChannel()), 1 << 16));
      int entries = 0;
      byte[] header = new byte[HEADER_SIZE];
      while (in.readNBytes(header, 0, HEADER_SIZE) == HEADER_SIZE) {
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getInt(0) != HEADER_SIGNATURE) {
          break;
        }
        if (++entries > limit) {
          throw new ArchiveException("the archive has more than " + limit + " entries; leave files out with .cfignore");
        }
        long variable = unsigned(fields, 28) + unsigned(fields, 30) + unsigned(fields, 32);
        in.skipNBytes(variable);
      }
      return entries;
    } catch (java.io.EOFException e) {
      throw new ArchiveException("the archive ends inside its directory: it was cut off; upload it again", e);
    }
  }

  private static long start(RandomAccessFile file) throws IOException {
    long end = findEnd(file);
    ByteBuffer fields = read(file, end, END_SIZE);
    long size = fields.getInt(12) & 0xffffffffL;
    long offset = fields.getInt(16) & 0xffffffffL;
    long locator = end - LOCATOR64_SIZE;
    if (locator >= 0 && read(file, locator, LOCATOR64_SIZE).getInt(0) == LOCATOR64_SIGNATURE) {
      long end64 = read(file, locator, LOCATOR64_SIZE).getLong(8);
      ByteBuffer fields64 = within(file, end64, 56) ? read(file, end64, 56) : ByteBuffer.allocate(56);
      if (fields64.getInt(0) != END64_SIGNATURE) {
        throw unreadable();
      }
      offset = fields64.getLong(48);
    } else {
      offset += Math.max(0, end - size - offset);
    }
    if (!within(file, offset, 0)) {
      throw unreadable();
    }
    return offset;
  }

  private static long findEnd(RandomAccessFile file) throws IOException {
    long length = file.length();
    int tail = (int) Math.min(length, END_SIZE + MAX_COMMENT);
    ByteBuffer bytes = read(file, length - tail, tail);
    for (int at = tail - END_SIZE; at >= 0; at--) {
      if (bytes.getInt(at) == END_SIGNATURE) {
        return length - tail + at;
      }
    }
    throw unreadable();
  }

  private static ByteBuffer read(RandomAccessFile file, long at, int size) throws IOException {
    byte[] bytes = new byte[size];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean within(RandomAccessFile file, long at, int size) throws IOException {
    return at >= 0 && at <= file.length() - size;
  }

  private static long unsigned(ByteBuffer fields, int at) {
    return fields.getShort(at) & 0xffffL;
  }

  private static ArchiveException unreadable() {
    return new ArchiveException("the upload is not a zip archive or was cut off: it has no end record; upload it again");
  }
}
