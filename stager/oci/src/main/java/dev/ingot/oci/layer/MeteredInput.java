package dev.ingot.oci.layer;

import dev.ingot.oci.image.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Counts and hashes what is read, and stops at a limit. */
final class MeteredInput extends FilterInputStream {
  private static final long RATIO_FROM = 64L << 20;

  private final MessageDigest hasher;
  private final String algorithm;
  private final long limit;
  private long count;
  private @Nullable MeteredInput compressed;
  private int maxRatio;

  MeteredInput(InputStream in, String algorithm, long limit) {
    super(in);
    this.hasher = Digest.hasher(algorithm);
    this.algorithm = algorithm;
    this.limit = limit;
  }

  void ratio(MeteredInput compressed, int maxRatio) {
    this.compressed = compressed;
    this.maxRatio = maxRatio;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n > 0) {
      hasher.update(buffer, offset, n);
      count += n;
      check();
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    byte[] buffer = new byte[(int) Math.min(n, 64 * 1024)];
    int read = read(buffer, 0, buffer.length);
    return Math.max(read, 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void check() throws LayerException {
    if (count > limit) {
      throw new LayerException("layer is larger than the " + limit + " bytes allowed");
    }
    if (compressed != null && count > RATIO_FROM && count / maxRatio > compressed.count) {
      throw new LayerException("layer expands more than " + maxRatio + " times: a decompression bomb");
    }
  }

  long count() {
    return count;
  }

  Digest digest() {
    return Digest.of(hasher, algorithm);
  }
}
