/** Port, HTTP and process checks, dialled from the cell to the container address. */
@NullMarked
package dev.ingot.cell.health;

import org.jspecify.annotations.NullMarked;
