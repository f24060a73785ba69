package dev.ingot.cell.bundle;

/** CPU weight from memory, as CF has it. */
public final class CpuShares {
  private static final long MB = 1 << 20;

  private CpuShares() {}

  /** 128 MB = 10, 1 GB = 122, 8 GB and more = 1024 (runtime-and-scheduling.md §2.2). */
  public static long of(long memoryBytes) {
    long weight = 100 * Math.clamp(memoryBytes / MB, 128, 8192) / 8192;
    return Math.max(2, 1024 * weight / 100);
  }
}
