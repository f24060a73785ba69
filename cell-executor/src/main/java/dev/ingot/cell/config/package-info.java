/** What the cell is told at start, checked once. */
@NullMarked
package dev.ingot.cell.config;

import org.jspecify.annotations.NullMarked;
