package dev.ingot.controller.log;

import dev.ingot.api.cell.v1.LogLine;
import java.util.List;
import java.util.function.Consumer;

/** Where app logs are kept and read. Thread-safe. Lines of one app keep unique, rising timestamps (a clash is moved by 1 ns). */
public interface LogStore {
  /** Stores lines; when it returns they survive a kill of this process. */
  void append(List<LogLine> lines);

  /** One line of the platform's own about an app, stream OUT, instance "0": source `API`, `STG`, `CELL`. */
  void append(String appGuid, String sourceType, String line);

  /** Calls back with every line of the app stored from now on, in order, until the subscription is closed. A slow reader loses lines. */
  Subscription follow(String appGuid, Consumer<LogLine> reader);

  /** Forgets all lines of an app. */
  void delete(String appGuid);

  /** Stops following. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
