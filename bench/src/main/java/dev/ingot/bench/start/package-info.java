/** How long an instance takes to start, against runc alone and against Docker. */
@NullMarked
package dev.ingot.bench.start;

import org.jspecify.annotations.NullMarked;
