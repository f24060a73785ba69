/** What {@code cell} keeps in PostgreSQL. */
@NullMarked
package dev.ingot.controller.cell.db;

import org.jspecify.annotations.NullMarked;
