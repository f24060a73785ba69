package dev.ingot.cell.agent;

import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CancelStaging;
import dev.ingot.api.cell.v1.Heartbeat;
import dev.ingot.api.cell.v1.Hello;
import dev.ingot.api.cell.v1.MetricsBatch;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.api.cell.v1.StopInstance;
import dev.ingot.api.cell.v1.TaskNoted;

/** The cell as the controller sees it. Every method returns at once. */
public interface Commands {
  Hello hello();

  Heartbeat heartbeat();

  MetricsBatch metrics();

  void start(StartInstance command);

  void stop(StopInstance command);

  void noted(TaskNoted command);

  void stage(Stage command);

  void cancel(CancelStaging command);

  void caches(CacheQuery question);
}
