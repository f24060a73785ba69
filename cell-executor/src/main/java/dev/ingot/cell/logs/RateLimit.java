package dev.ingot.cell.logs;

/**
 * CF's log rate limit: bytes in each second of the log's own time. Over the limit, lines are dropped and one message a second says so.
 * Not thread-safe.
 */
final class RateLimit {
  enum Verdict { PASS, DROP, DROP_AND_TELL }

  private static final long SECOND = 1_000_000_000L;

  private final long bytesPerSecond;
  private long second = Long.MIN_VALUE;
  private long bytes;
  private boolean told;

  /** @param bytesPerSecond -1 = unlimited, 0 = nothing may be logged */
  RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  Verdict admit(long nanos, int size) {
    if (bytesPerSecond < 0) {
      return Verdict.PASS;
    }
    if (Math.floorDiv(nanos, SECOND) != second) {
      second = Math.floorDiv(nanos, SECOND);
      bytes = 0;
      told = false;
    }
    bytes += size;
    if (bytes <= bytesPerSecond) {
      return Verdict.PASS;
    }
    boolean tell = !told;
    told = true;
    return tell ? Verdict.DROP_AND_TELL : Verdict.DROP;
  }

  String message() {
    return bytesPerSecond == 0 ? "app instance is not allowed to log (log rate limit 0 bytes/sec)"
        : "app instance exceeded log rate limit (" + bytesPerSecond + " bytes/sec)";
  }
}
