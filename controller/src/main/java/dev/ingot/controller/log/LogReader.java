package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.LogLine;
import java.util.List;
import java.util.Map;

/** Reads stored lines. Thread-safe. */
public interface LogReader {
  /**
   * Lines of the app in the query's order; empty when it has none. Where older lines were dropped because the log was full, one line of source
   * `LGR` says so.
   */
  List<LogLine> read(String appGuid, LogQuery query);

  /** What there is of the apps that wrote or were read lately. */
  Map<String, Extent> extents();

  /**
   * How much there is of something.
   *
   * @param expired how many were dropped
   * @param oldest epoch nanoseconds, as `newest`
   */
  record Extent(long count, long expired, long oldest, long newest) {
    /** Both together. */
    public Extent plus(Extent other) {
      return new Extent(count + other.count, expired + other.expired, Math.min(oldest, other.oldest), Math.max(newest, other.newest));
    }

    /** Twice as many in the same time. */
    public Extent twice() {
      return new Extent(count * 2, expired * 2, oldest, newest);
    }
  }
}
