/** Other programs: run, bounded in time, with their output. */
@NullMarked
package dev.ingot.bench.shell;

import org.jspecify.annotations.NullMarked;
