/** What {@code routing} keeps in PostgreSQL. */
@NullMarked
package dev.ingot.controller.routing.db;

import org.jspecify.annotations.NullMarked;
