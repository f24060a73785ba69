/** What instances use, in the formulas CF uses. */
@NullMarked
package dev.ingot.cell.metrics;

import org.jspecify.annotations.NullMarked;
