/** Staging: builds that wait for a cell or are being staged on one, and what happens when that takes too long or the cell is gone. */
@NullMarked
package dev.ingot.controller.staging;

import org.jspecify.annotations.NullMarked;
