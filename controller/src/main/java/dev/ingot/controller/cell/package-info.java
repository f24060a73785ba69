/** Cells: the machines that run instances. Who they are, how long their lease lasts, and the open stream to each. */
@NullMarked
package dev.ingot.controller.cell;

import org.jspecify.annotations.NullMarked;
