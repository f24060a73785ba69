package dev.ingot.oci.layer;

import dev.ingot.oci.image.MediaTypes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Looks into a layer without unpacking it: its regular files in the order of the archive. Limits hold while streaming. */
public final class LayerFiles {
  private LayerFiles() {}

  /** What looks at one file. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Called for each regular file.
     *
     * @param name raw name without a slash in front: `var/lib/dpkg/status`
     * @param content need not be read; must not be used afterwards
     * @return false to stop
     */
    boolean file(String name, InputStream content) throws IOException;
  }

  /**
   * Reads a layer until its end or until the visitor has enough.
   *
   * @param blob the layer as transferred; not closed
   * @param maxBytes of the tar; reading more is an error
   * @throws LayerException when it is no layer that can be read, damaged or larger
   */
  public static void scan(InputStream blob, String mediaType, long maxBytes, Visitor visitor) throws IOException {
    if (!MediaTypes.isReadableLayer(mediaType)) {
      throw new LayerException("a layer of the type " + mediaType + " cannot be read");
    }
    try {
      var tar = new TarReader(new BufferedInputStream(new MeteredInput(LayerUnpacker.plain(blob, mediaType), "sha256", maxBytes), 64 * 1024));
      for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (entry.type() == '0' && !visitor.file(plainName(entry.name()), new Content(tar))) {
          return;
        }
      }
    } catch (ZipException | java.io.EOFException e) {
      throw new LayerException("the layer is damaged: " + e.getMessage(), e);
    }
  }

  private static String plainName(String name) {
    String plain = name;
    while (plain.startsWith("/") || plain.startsWith("./")) {
      plain = plain.substring(plain.startsWith("/") ? 1 : 2);
    }
    return plain;
  }

  /** Data of the reader's present entry. */
  private static final class Content extends InputStream {
    private final TarReader tar;

    Content(TarReader tar) {
      this.tar = tar;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      byte[] piece = offset == 0 ? buffer : new byte[length];
      int n = tar.read(piece, length);
      if (n > 0 && piece != buffer) {
        System.arraycopy(piece, 0, buffer, offset, n);
      }
      return n;
    }
  }
}
