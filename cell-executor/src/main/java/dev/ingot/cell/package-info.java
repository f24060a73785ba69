/** The cell: one root daemon that runs instances and builds. Mains and wiring only. */
@NullMarked
package dev.ingot.cell;

import org.jspecify.annotations.NullMarked;
