/** What {@code buildcache} reads in PostgreSQL. */
@NullMarked
package dev.ingot.controller.buildcache.db;

import org.jspecify.annotations.NullMarked;
