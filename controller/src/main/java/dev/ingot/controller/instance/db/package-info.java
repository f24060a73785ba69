/** What {@code instance} keeps in PostgreSQL. */
@NullMarked
package dev.ingot.controller.instance.db;

import org.jspecify.annotations.NullMarked;
