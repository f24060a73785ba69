/** What each process holds. */
@NullMarked
package dev.ingot.bench.memory;

import org.jspecify.annotations.NullMarked;
