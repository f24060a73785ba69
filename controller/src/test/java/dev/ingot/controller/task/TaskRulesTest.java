package dev.ingot.controller.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.task.TaskRules.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static TaskRun task(TaskState state, @Nullable String digest) {
    return new TaskRun("t", "a", "app", "name", "ls", null, state, 1, 1, -1, "apps/a", digest, "", null, NOW, null);
  }

  @Test
  void refusedTask_waitsForRoom_butNotLonger_andNotForWhatNeverComes() {
    TaskRun task = task(TaskState.PENDING, "sha256:x");
    assertThat(TaskRules.failure(task, Place.NONE, "insufficient resources: memory", false, NOW)).isEmpty();
    assertThat(TaskRules.failure(task, Place.NONE, "insufficient resources: memory", true, NOW)).contains("insufficient resources: memory");
    assertThat(TaskRules.failure(task, Place.NONE, "no room", false, NOW.plus(TaskRules.WAIT).plusSeconds(1))).contains("no room");
    assertThat(TaskRules.failure(task, Place.NONE, null, false, NOW.plusSeconds(100_000))).isEmpty();
  }

  @Test
  void lostCell_failsIt_andAConnectedOneDecidesItself() {
    assertThat(TaskRules.failure(task(TaskState.RUNNING, "sha256:x"), Place.LOST, null, false, NOW)).contains("cell disappeared before completion");
    assertThat(TaskRules.failure(task(TaskState.CANCELING, "sha256:x"), Place.LOST, null, false, NOW)).contains("task was cancelled");
    assertThat(TaskRules.failure(task(TaskState.CANCELING, "sha256:x"), Place.THERE, null, false, NOW)).isEmpty();
    assertThat(TaskRules.failure(task(TaskState.RUNNING, null), Place.THERE, null, false, NOW)).isEmpty();
  }

  @Test
  void cancelledOrWithoutDroplet_beforeItWasPlaced_isOver() {
    assertThat(TaskRules.failure(task(TaskState.CANCELING, "sha256:x"), Place.NONE, null, false, NOW)).contains("task was cancelled");
    assertThat(TaskRules.failure(task(TaskState.PENDING, null), Place.NONE, null, false, NOW)).get().asString().contains("droplet was deleted");
  }
}
