/**
 * The planner: what should run, what does run and what the cells have room for go in; placements, stops and refusals come out. Pure:
 * no clock, no I/O, no framework; live code and simulation are the same. Read {@link dev.ingot.controller.scheduler.Planner} first.
 */
@NullMarked
package dev.ingot.controller.scheduler;

import org.jspecify.annotations.NullMarked;
