package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.LogLine;
import java.util.List;

/** Reads stored lines. Thread-safe. */
public interface LogReader {
  /** Lines of the app in the query's order; empty when it has none. */
  List<LogLine> read(String appGuid, LogQuery query);
}
