package dev.ingot.cell.logs;

import dev.ingot.api.cell.v1.LogLine;
import java.time.Duration;

/** Takes lines for the controller. Thread-safe. */
public interface LogSink {
  /**
   * Takes a line that is stored nowhere else (CELL, STG, HEALTH). Never waits: when the controller is away for long the oldest such
   * lines are dropped, and a line says how many.
   */
  void offer(LogLine line);

  /**
   * Takes a line that can be read again from its file; waits while too much is under way.
   *
   * @param owner who reads the file
   * @param stored called when the controller has stored this line and all that came before it; only the last of an owner's in a batch is
   * @param wait at most
   * @return false when it was not taken in that time
   */
  boolean put(LogLine line, Object owner, Runnable stored, Duration wait) throws InterruptedException;
}
