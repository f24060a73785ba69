/** The benchmarks: ratios to a peer or to a budget of docs, all in one run. Start: {@link dev.ingot.bench.BenchMain}. */
@NullMarked
package dev.ingot.bench;

import org.jspecify.annotations.NullMarked;
