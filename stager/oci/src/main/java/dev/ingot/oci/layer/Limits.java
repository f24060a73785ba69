package dev.ingot.oci.layer;

/**
 * What one layer may cost before unpacking stops.
 *
 * @param entries files, directories, links together
 * @param bytes of the tar, uncompressed
 * @param ratio uncompressed ÷ compressed, looked at after the first 64 MiB
 * @param depth directories below each other
 */
public record Limits(long entries, long bytes, int ratio, int depth) {
  /** 1,000,000 entries, 16 GiB, 200 times, 200 deep. */
  public static final Limits DEFAULT = new Limits(1_000_000, 16L << 30, 200, 200);
}
