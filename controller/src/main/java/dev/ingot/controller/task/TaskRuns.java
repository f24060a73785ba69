package dev.ingot.controller.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as the scheduler and the cells see them. Each change names what the row must be for it to happen and says whether it did. Calls
 * join the caller's transaction.
 */
public interface TaskRuns {
  /** Every task that has not ended, oldest first. */
  List<TaskRun> active();

  /** Those of an app that have not ended, locked for the rest of the transaction. */
  List<TaskRun> active(String appGuid);

  /** The task whatever its state, locked for the rest of the transaction. */
  Optional<TaskRun> lock(String guid);

  /** The app's next number, from 1; another caller waits until the transaction ends. */
  int nextNumber(String appGuid);

  /** Waiting → placed. */
  boolean place(String guid, String cellId, Instant now);

  /** PENDING on this cell → RUNNING. */
  boolean taken(String guid, String cellId, Instant now);

  /** Not ended → SUCCEEDED (`failure` null) or FAILED; a task whose app is gone is removed instead. */
  boolean end(String guid, @Nullable String failure, Instant now);

  /** The app is about to be deleted: what runs is CANCELING, the rest is removed. */
  void deleting(String appGuid, Instant now);

  /** Removes ended tasks: those older than `keep`, and of this task's app all but the newest `perApp`. */
  void cutHistory(String guid, Duration keep, int perApp, Instant now);
}
