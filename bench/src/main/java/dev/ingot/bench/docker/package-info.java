/** The peer that most people know: a Docker Engine of our own for the time of the run. */
@NullMarked
package dev.ingot.bench.docker;

import org.jspecify.annotations.NullMarked;
