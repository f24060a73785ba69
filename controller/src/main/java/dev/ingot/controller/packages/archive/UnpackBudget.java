package dev.ingot.controller.packages.archive;

/** How much more may be unpacked. Counts what really came out, not what headers promise. One assembling each; not thread-safe. */
final class UnpackBudget {
  private final ArchiveLimits limits;
  private final long uploadSize;
  private long unpacked;
  private long known;

  UnpackBudget(ArchiveLimits limits, long uploadSize) {
    this.limits = limits;
    this.uploadSize = uploadSize;
  }

  /** Bytes that came out of the archive. */
  void add(long bytes) {
    unpacked += bytes;
    if (unpacked > limits.ratioFromBytes() && unpacked / Math.max(1, uploadSize) >= limits.maxRatio()) {
      throw new ArchiveException("the archive unpacks to more than " + limits.maxRatio() + " times its size, as zip bombs do");
    }
    checkTotal();
  }

  /** Bytes taken from the pool. */
  void addKnown(long bytes) {
    if (bytes < 0) {
      throw new ArchiveException("a resource has a negative size");
    }
    known = Math.addExact(known, bytes);
    checkTotal();
  }

  private void checkTotal() {
    if (unpacked + known > limits.maxUnpackedBytes()) {
      throw new ArchiveException("the app's files are larger than " + (limits.maxUnpackedBytes() >> 20) + " MiB unpacked; leave files out with .cfignore");
    }
  }
}
