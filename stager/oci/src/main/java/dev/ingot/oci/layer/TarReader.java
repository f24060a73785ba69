package dev.ingot.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tar archives (ustar, PAX, GNU long names) and keeps names and attribute values as bytes. Anything two readers could understand
 * in two ways is refused: unknown types, sparse files, directories with data, wrong checksums.
 */
final class TarReader {
  private static final int MAX_META = 1024 * 1024;

  private final InputStream in;
  private long dataLeft;
  private int padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** The next entry; null at the end of the archive. Data of the entry before that nobody read is skipped. */
  @Nullable TarEntry next() throws IOException {
    skipData();
    Map<String, String> pax = new HashMap<>();
    String longName = null;
    String longLink = null;
    while (true) {
      byte[] block = in.readNBytes(TarHeader.BLOCK);
      if (block.length == 0 || block.length == TarHeader.BLOCK && TarHeader.isZero(block)) {
        return end(pax, longName, longLink);
      }
      if (block.length < TarHeader.BLOCK) {
        throw new LayerException("tar is cut off in a header");
      }
      verifyChecksum(block);
      char type = (char) (block[156] & 0xff);
      switch (type) {
        case 'x' -> parsePax(meta(block), pax);
        case 'g' -> meta(block);
        case 'L' -> longName = cString(meta(block));
        case 'K' -> longLink = cString(meta(block));
        default -> {
          return entry(block, type, pax, longName, longLink);
        }
      }
    }
  }

  /** Up to `length` bytes of the present entry's data; -1 at its end. */
  int read(byte[] buffer, int length) throws IOException {
    if (dataLeft == 0) {
      return -1;
    }
    int n = in.read(buffer, 0, (int) Math.min(length, dataLeft));
    if (n < 0) {
      throw new LayerException("tar is cut off in the data of an entry");
    }
    dataLeft -= n;
    return n;
  }

  private @Nullable TarEntry end(Map<String, String> pax, @Nullable String longName, @Nullable String longLink) throws LayerException {
    if (!pax.isEmpty() || longName != null || longLink != null) {
      throw new LayerException("tar ends after a header that belongs to an entry");
    }
    return null;
  }

  private TarEntry entry(byte[] block, char type, Map<String, String> pax, @Nullable String longName, @Nullable String longLink) throws LayerException {
    if (pax.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"))) {
      throw new LayerException("tar has a sparse file; write the archive without sparse files");
    }
    char kind = type == 0 || type == '7' ? '0' : type;
    if (kind < '0' || kind > '6') {
      throw new LayerException("tar has an entry of the unknown type '" + RawName.display(String.valueOf(type)) + "'");
    }
    String name = pax.getOrDefault("path", longName != null ? longName : ustarName(block));
    String link = pax.getOrDefault("linkpath", longLink != null ? longLink : TarHeader.text(block, 157, TarHeader.NAME_LENGTH));
    long size = pax.containsKey("size") ? decimal(pax.get("size"), "size") : TarHeader.number(block, 124, 12, "size");
    if (kind == '0' && name.endsWith("/")) {
      kind = '5';
    }
    if (kind != '0' && size > 0 && kind != '1') {
      throw new LayerException("entry " + RawName.display(name) + " has data, which its type does not have");
    }
    dataLeft = kind == '0' ? size : 0;
    padding = (int) ((TarHeader.BLOCK - dataLeft % TarHeader.BLOCK) % TarHeader.BLOCK);
    int mode = (int) (TarHeader.number(block, 100, 8, "mode") & 07777);
    long uid = pax.containsKey("uid") ? decimal(pax.get("uid"), "uid") : TarHeader.number(block, 108, 8, "uid");
    long gid = pax.containsKey("gid") ? decimal(pax.get("gid"), "gid") : TarHeader.number(block, 116, 8, "gid");
    return new TarEntry(name, kind, mode, uid, gid, kind == '0' ? size : 0, mtime(block, pax), link, xattrs(pax));
  }

  private static long mtime(byte[] block, Map<String, String> pax) throws LayerException {
    String text = pax.get("mtime");
    if (text == null) {
      return Math.min(TarHeader.number(block, 136, 12, "mtime"), 1L << 40);
    }
    try {
      return new java.math.BigDecimal(text.length() > 40 ? text.substring(0, 40) : text).longValue();
    } catch (NumberFormatException e) {
      throw new LayerException("PAX header has no time in mtime: '" + RawName.display(text) + "'");
    }
  }

  private static String ustarName(byte[] block) {
    String name = TarHeader.text(block, 0, TarHeader.NAME);
    boolean posix = TarHeader.text(block, 257, 6).equals("ustar");
    String prefix = posix ? TarHeader.text(block, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static Map<String, byte[]> xattrs(Map<String, String> pax) throws LayerException {
    Map<String, byte[]> xattrs = new HashMap<>();
    for (var record : pax.entrySet()) {
      if (record.getKey().startsWith("SCHILY.xattr.")) {
        xattrs.put(record.getKey().substring("SCHILY.xattr.".length()), RawName.bytes(record.getValue()));
      } else if (record.getKey().startsWith("LIBARCHIVE.xattr.")) {
        String name = record.getKey().substring("LIBARCHIVE.xattr.".length());
        try {
          xattrs.putIfAbsent(name, Base64.getMimeDecoder().decode(record.getValue()));
        } catch (IllegalArgumentException e) {
          throw new LayerException("attribute " + RawName.display(name) + " is not base64", e);
        }
      }
    }
    return xattrs;
  }

  private byte[] meta(byte[] block) throws IOException {
    long size = TarHeader.number(block, 124, 12, "size");
    if (size > MAX_META) {
      throw new LayerException("tar has an extended header of " + size + " bytes, more than the " + MAX_META + " we read");
    }
    int padded = (int) ((size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK);
    byte[] bytes = in.readNBytes(padded);
    if (bytes.length < padded) {
      throw new LayerException("tar is cut off in an extended header");
    }
    return Arrays.copyOf(bytes, (int) size);
  }

  private static void parsePax(byte[] bytes, Map<String, String> pax) throws LayerException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length()) {
      int space = text.indexOf(' ', at);
      if (space < 0 || space - at > 7) {
        throw new LayerException("PAX header is malformed");
      }
      long length = decimal(text.substring(at, space), "record length");
      int equals = text.indexOf('=', space);
      long end = at + length;
      if (equals < 0 || end > text.length() || equals >= end - 1 && equals + 1 > end - 1 || text.charAt((int) end - 1) != '\n') {
        throw new LayerException("PAX header is malformed");
      }
      pax.put(text.substring(space + 1, equals), text.substring(equals + 1, (int) end - 1));
      at = (int) end;
    }
  }

  private static long decimal(@Nullable String text, String what) throws LayerException {
    try {
      long value = Long.parseLong(text == null ? "" : text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with the negative ones
    }
    throw new LayerException("PAX header has no number in " + what);
  }

  private static String cString(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }

  private static void verifyChecksum(byte[] block) throws LayerException {
    if (TarHeader.number(block, 148, 8, "checksum") != TarHeader.checksum(block)) {
      throw new LayerException("tar header has a wrong checksum: not a tar archive, or damaged");
    }
  }

  private void skipData() throws IOException {
    try {
      in.skipNBytes(dataLeft + padding);
    } catch (java.io.EOFException e) {
      throw new LayerException("tar is cut off in the data of an entry", e);
    }
    dataLeft = 0;
    padding = 0;
  }
}
