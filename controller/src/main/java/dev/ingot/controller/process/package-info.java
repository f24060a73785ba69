/** Processes: the types of an app (`web`, `worker`) with their instances, memory, disk and health checks. */
@NullMarked
package dev.ingot.controller.process;

import org.jspecify.annotations.NullMarked;
