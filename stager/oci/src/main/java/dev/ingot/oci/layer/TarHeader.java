package dev.ingot.oci.layer;

import java.util.Arrays;

/** Blocks of a ustar archive, as bytes. Source: POSIX.1-2024, pax, "ustar Interchange Format". Names are raw names. */
final class TarHeader {
  static final int BLOCK = 512;
  static final int NAME = 100;
  static final int NAME_LENGTH = 100;
  static final long MAX_OCTAL_7 = 07777777L;
  static final long MAX_OCTAL_11 = 077777777777L;

  private TarHeader() {}

  /** A header block. `name` and `linkName` are cut to 100 bytes, numbers that do not fit become 0: a PAX header before tells the truth. */
  static byte[] encode(String name, char type, int mode, long uid, long gid, long size, long mtime, String linkName) {
    byte[] block = new byte[BLOCK];
    put(block, 0, NAME, name);
    octal(block, 100, 8, mode & 07777);
    octal(block, 108, 8, uid > MAX_OCTAL_7 ? 0 : uid);
    octal(block, 116, 8, gid > MAX_OCTAL_7 ? 0 : gid);
    octal(block, 124, 12, size > MAX_OCTAL_11 ? 0 : size);
    octal(block, 136, 12, mtime);
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    put(block, 157, NAME, linkName);
    put(block, 257, 8, "ustar\00000");
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    int sum = checksum(block);
    octal(block, 148, 7, sum);
    return block;
  }

  /** The sum of all bytes with the checksum field taken as blanks. */
  static int checksum(byte[] block) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A NUL-ended field. */
  static String text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  /** A number in octal, or in base 256 when the first bit is set. Negative or too large ones are refused. */
  static long number(byte[] block, int offset, int length, String what) throws LayerException {
    if ((block[offset] & 0x80) != 0) {
      long value = block[offset] & 0x7f;
      for (int i = 1; i < length; i++) {
        if (value > Long.MAX_VALUE >> 8) {
          throw new LayerException("tar header has a number out of range in field " + what);
        }
        value = value << 8 | block[offset + i] & 0xff;
      }
      return value;
    }
    String text = text(block, offset, length).strip();
    try {
      long value = text.isEmpty() ? 0 : Long.parseLong(text, 8);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with the negative ones
    }
    throw new LayerException("tar header has no number in field " + what + ": '" + RawName.display(text) + "'");
  }

  private static void put(byte[] block, int offset, int length, String raw) {
    byte[] bytes = RawName.bytes(raw);
    System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    String digits = Long.toOctalString(value);
    put(block, offset, length - 1, "0".repeat(length - 1 - digits.length()) + digits);
  }
}
