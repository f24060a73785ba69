/** What {@code leader} keeps in PostgreSQL. */
@NullMarked
package dev.ingot.controller.leader.db;

import org.jspecify.annotations.NullMarked;
