package dev.ingot.controller.task;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends tasks, and keeps the history within its bounds. */
@Component
public class TaskOutcomes {
  private static final int MAX_REASON = 1024;

  private final TaskRuns runs;
  private final TaskBook book;
  private final TaskProperties properties;
  private final Clock clock;

  TaskOutcomes(TaskRuns runs, TaskBook book, TaskProperties properties, Clock clock) {
    this.runs = runs;
    this.book = book;
    this.properties = properties;
    this.clock = clock;
  }

  /** SUCCEEDED (`failure` null) or FAILED; one that has ended stays as it is. */
  @Transactional
  public void end(String guid, @Nullable String failure) {
    String reason = failure == null || failure.length() <= MAX_REASON ? failure : failure.substring(0, MAX_REASON);
    Optional<TaskRun> before = runs.lock(guid);
    if (runs.end(guid, reason, clock.instant())) {
      before.ifPresent(book::stopped);
      runs.cutHistory(guid, properties.keep(), properties.keepPerApp(), clock.instant());
    }
  }
}
