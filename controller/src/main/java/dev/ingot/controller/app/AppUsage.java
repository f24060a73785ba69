package dev.ingot.controller.app;

import dev.ingot.controller.app.db.AppEntity;
import org.jspecify.annotations.Nullable;

/** Writes app usage events, in the caller's transaction. */
public interface AppUsage {
  /**
   * Something of an app uses more, less or nothing.
   *
   * @param state `STARTED`, `STOPPED`, `STAGING_STARTED`, `STAGING_STOPPED`, `BUILDPACK_SET`, `TASK_STARTED`, `TASK_STOPPED`
   */
  void record(String appGuid, String state, Change change);

  /** A process of an app has another number or size of instances; nothing is written for an app that is stopped, or when nothing changed. */
  default void resized(AppEntity app, Part process, int previousInstances, int instances, int previousMemoryMb, int memoryMb) {
    if (app.started() && (instances != previousInstances || memoryMb != previousMemoryMb) && instances + previousInstances > 0) {
      record(app.guid(), instances > 0 ? "STARTED" : "STOPPED", new Change(process, null, null, previousInstances > 0 ? "STARTED" : "STOPPED",
          instances, previousInstances, memoryMb, previousMemoryMb));
    }
  }

  /**
   * What changed. Memory in MiB of one instance; null = there is none to name.
   *
   * @param process null for builds and tasks without one
   * @param task null for everything but tasks
   * @param buildpack only with `BUILDPACK_SET`
   */
  record Change(@Nullable Part process, @Nullable Part task, @Nullable Part buildpack, @Nullable String previousState,
      @Nullable Integer instances, @Nullable Integer previousInstances, @Nullable Integer memoryMb, @Nullable Integer previousMemoryMb) {}

  /** Something by guid, and its name or type. */
  record Part(@Nullable String guid, String name) {}
}
