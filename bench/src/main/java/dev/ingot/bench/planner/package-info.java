/** The scheduler's planner at the size of a large installation. */
@NullMarked
package dev.ingot.bench.planner;

import org.jspecify.annotations.NullMarked;
