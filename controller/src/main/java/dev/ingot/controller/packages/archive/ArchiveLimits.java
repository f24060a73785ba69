package dev.ingot.controller.packages.archive;

/**
 * What an archive may hold.
 *
 * @param maxEntries files, directories and links together
 * @param maxUnpackedBytes sum of all contents
 * @param maxRatio unpacked ÷ uploaded bytes, looked at once more than {@code ratioFromBytes} are unpacked
 * @param ratioFromBytes smaller archives may have any ratio
 */
public record ArchiveLimits(int maxEntries, long maxUnpackedBytes, int maxRatio, long ratioFromBytes) {
  /** 200,000 entries, 4 GiB, 250:1 from 64 MiB on. */
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(200_000, 4L << 30, 250, 64L << 20);

  public ArchiveLimits {
    if (maxEntries < 1 || maxUnpackedBytes < 1 || maxRatio < 1 || ratioFromBytes < 0) {
      throw new IllegalArgumentException("limits of archives must be positive");
    }
  }
}
