/** Runs the platform on one machine: `up`, `down`, `status`, `doctor`, and the supervisor behind them. */
@NullMarked
package dev.ingot.cli.platform;

import org.jspecify.annotations.NullMarked;
