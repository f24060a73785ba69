package dev.ingot.controller.task;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends tasks, and keeps the history within its bounds. */
@Component
public class TaskOutcomes {
  private static final int MAX_REASON = 1024;

  private final TaskRuns runs;
  private final TaskProperties properties;
  private final Clock clock;

  TaskOutcomes(TaskRuns runs, TaskProperties properties, Clock clock) {
    this.runs = runs;
    this.properties = properties;
    this.clock = clock;
  }

  /** SUCCEEDED (`failure` null) or FAILED; one that has ended stays as it is. */
  @Transactional
  public void end(String guid, @Nullable String failure) {
    String reason = failure == null || failure.length() <= MAX_REASON ? failure : failure.substring(0, MAX_REASON);
    if (runs.end(guid, reason, clock.instant())) {
      runs.cutHistory(guid, properties.keep(), properties.keepPerApp(), clock.instant());
    }
  }
}
