/** Who schedules: one controller at a time, the one that holds PostgreSQL's advisory lock. Every controller serves the API. */
@NullMarked
package dev.ingot.controller.leader;

import org.jspecify.annotations.NullMarked;
