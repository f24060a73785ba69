/** Timing rounds and what is made of them: medians, minima. */
@NullMarked
package dev.ingot.bench.measure;

import org.jspecify.annotations.NullMarked;
