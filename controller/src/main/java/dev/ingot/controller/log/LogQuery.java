package dev.ingot.controller.log;

/**
 * Which lines to read.
 *
 * @param start first time wanted, epoch nanoseconds, inclusive; negative = from the beginning
 * @param end exclusive; {@link Long#MAX_VALUE} = up to now
 * @param limit 1-1000 lines
 * @param descending newest first: the newest lines of the range are kept when there are more than `limit`
 */
public record LogQuery(long start, long end, int limit, boolean descending) {
  /** Most lines one read returns (log-cache). */
  public static final int MAX_LIMIT = 1000;

  public LogQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1-" + MAX_LIMIT + ", is " + limit);
    }
  }

  /** The newest lines, newest first. */
  public static LogQuery newest(int limit) {
    return new LogQuery(Long.MIN_VALUE, Long.MAX_VALUE, limit, true);
  }
}
