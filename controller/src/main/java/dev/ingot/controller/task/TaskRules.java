package dev.ingot.controller.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a task cannot go on, and in which words. Pure. A task is started at most once: what its cell has lost is never run again. */
public final class TaskRules {
  /** So long a task waits for room; Diego tries three times, 30 s apart. */
  public static final Duration WAIT = Duration.ofMinutes(2);
  public static final String CANCELLED = "task was cancelled";
  static final String LOST = "cell disappeared before completion";

  private TaskRules() {}

  /** How the cell of a task stands; NONE = it has none yet. */
  public enum Place { NONE, THERE, LOST }

  /**
   * Why this task ends now without a word of its cell, if it does.
   *
   * @param refusal why no cell takes it, null = it was not refused
   * @param never no cell could take it even when empty
   */
  public static Optional<String> failure(TaskRun task, Place place, @Nullable String refusal, boolean never, Instant now) {
    if (place == Place.LOST) {
      return Optional.of(task.state() == TaskState.CANCELING ? CANCELLED : LOST);
    }
    if (place == Place.THERE) {
      return Optional.empty();
    }
    if (task.state() == TaskState.CANCELING) {
      return Optional.of(CANCELLED);
    }
    if (task.imageDigest() == null) {
      return Optional.of("its droplet was deleted before the task was started");
    }
    if (refusal != null && (never || now.isAfter(task.createdAt().plus(WAIT)))) {
      return Optional.of(refusal);
    }
    return Optional.empty();
  }
}
