/** GET /health on loopback. */
@NullMarked
package dev.ingot.cell.status;

import org.jspecify.annotations.NullMarked;
