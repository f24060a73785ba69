package dev.ingot.controller.task;

import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.task.db.TaskEntity;
import org.springframework.stereotype.Component;

/** Writes what tasks use: one event when a task is made, one when it ends or its app is deleted. Joins the caller's transaction. */
@Component
class TaskBook {
  private final AppUsage usage;

  TaskBook(AppUsage usage) {
    this.usage = usage;
  }

  void started(TaskEntity task) {
    record(task.appGuid(), "TASK_STARTED", new AppUsage.Part(task.guid(), task.name()), TaskState.PENDING, task.memoryMb());
  }

  /** @param task as it was before its end; nothing is written for one that had ended or whose app is gone: that was written already */
  void stopped(TaskRun task) {
    if (task.appGuid() != null && !task.state().ended()) {
      record(task.appGuid(), "TASK_STOPPED", new AppUsage.Part(task.guid(), task.name()), task.state(), task.memoryMb());
    }
  }

  private void record(String appGuid, String state, AppUsage.Part task, TaskState before, int memoryMb) {
    usage.record(appGuid, state, new AppUsage.Change(null, task, null, before.name(), 1, 1, memoryMb, memoryMb));
  }
}
