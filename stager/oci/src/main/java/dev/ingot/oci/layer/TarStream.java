package dev.ingot.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes entries of a tar archive byte by byte as we want them: ustar, with a PAX header only where ustar cannot say it. */
final class TarStream {
  /** 1980-01-01T00:00:01Z, seconds. */
  static final long MTIME = 315_532_801L;
  private final OutputStream out;

  TarStream(OutputStream out) {
    this.out = out;
  }

  void entry(String name, char type, int mode, long uid, long gid, String linkName) throws IOException {
    header(name, type, mode, uid, gid, 0, linkName);
  }

  /** Exactly `size` bytes of `content` must follow; fewer is an error, more are not read. */
  void file(String name, int mode, long uid, long gid, long size, InputStream content) throws IOException {
    header(name, '0', mode, uid, gid, size, "");
    byte[] buffer = new byte[64 * 1024];
    long left = size;
    while (left > 0) {
      int n = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new LayerException("file " + RawName.display(name) + " became shorter while it was read");
      }
      out.write(buffer, 0, n);
      left -= n;
    }
    pad(size);
  }

  void end() throws IOException {
    out.write(new byte[2 * TarHeader.BLOCK]);
  }

  private void header(String name, char type, int mode, long uid, long gid, long size, String linkName) throws IOException {
    var pax = new StringBuilder();
    record(pax, "gid", gid > TarHeader.MAX_OCTAL_7 ? Long.toString(gid) : "");
    record(pax, "linkpath", needsPax(linkName) ? linkName : "");
    record(pax, "path", needsPax(name) ? name : "");
    record(pax, "size", size > TarHeader.MAX_OCTAL_11 ? Long.toString(size) : "");
    record(pax, "uid", uid > TarHeader.MAX_OCTAL_7 ? Long.toString(uid) : "");
    if (!pax.isEmpty()) {
      out.write(TarHeader.encode("PaxHeaders/entry", 'x', 0644, 0, 0, pax.length(), MTIME, ""));
      out.write(RawName.bytes(pax.toString()));
      pad(pax.length());
    }
    out.write(TarHeader.encode(name, type, mode, uid, gid, size, MTIME, linkName));
  }

  private static boolean needsPax(String name) {
    return name.length() > TarHeader.NAME_LENGTH || !RawName.isAscii(name);
  }

  private static void record(StringBuilder pax, String key, String value) {
    if (value.isEmpty()) {
      return;
    }
    int rest = key.length() + value.length() + 3;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
      length++;
    }
    pax.append(length).append(' ').append(key).append('=').append(value).append('\n');
  }

  private void pad(long size) throws IOException {
    int over = (int) (size % TarHeader.BLOCK);
    if (over > 0) {
      out.write(new byte[TarHeader.BLOCK - over]);
    }
  }
}
