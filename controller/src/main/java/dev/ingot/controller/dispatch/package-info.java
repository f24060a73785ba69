/** The loop around the planner: reads a snapshot, plans, writes the plan into rows, and sends cells what their rows say. */
@NullMarked
package dev.ingot.controller.dispatch;

import org.jspecify.annotations.NullMarked;
