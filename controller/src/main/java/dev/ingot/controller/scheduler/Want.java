package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import org.jspecify.annotations.Nullable;

/**
 * An instance that should exist and does not.
 *
 * @param replaces guid of the crashed or unclaimed row it takes over from
 * @param makesRoom an instance of an older version that may be stopped first when there is no room for both
 */
record Want(ProcessView process, int index, @Nullable String replaces, int crashCount, @Nullable InstanceView makesRoom) {}
