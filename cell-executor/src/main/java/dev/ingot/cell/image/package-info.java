/** Images on this cell: pulled by digest, each layer unpacked once, shared read-only, forgotten when unused. */
@NullMarked
package dev.ingot.cell.image;

import org.jspecify.annotations.NullMarked;
