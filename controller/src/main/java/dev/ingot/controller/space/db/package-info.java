/** Spaces in the database. */
@NullMarked
package dev.ingot.controller.space.db;

import org.jspecify.annotations.NullMarked;
