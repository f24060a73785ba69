/** The platform the benchmarks run against, as a user reaches it: its CLI, its API, its files. */
@NullMarked
package dev.ingot.bench.platform;

import org.jspecify.annotations.NullMarked;
