/** Processes, their statistics and sidecars on the wire. */
@NullMarked
package dev.ingot.api.process;

import org.jspecify.annotations.NullMarked;
