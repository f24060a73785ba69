/** Runs `bin/build` and reads what it left, as hostile input. */
@NullMarked
package dev.ingot.stager.build;

import org.jspecify.annotations.NullMarked;
