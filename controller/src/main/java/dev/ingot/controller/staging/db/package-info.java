/** What {@code staging} keeps in PostgreSQL. */
@NullMarked
package dev.ingot.controller.staging.db;

import org.jspecify.annotations.NullMarked;
