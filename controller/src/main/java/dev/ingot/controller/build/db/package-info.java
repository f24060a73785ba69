/** Builds in the database. */
@NullMarked
package dev.ingot.controller.build.db;

import org.jspecify.annotations.NullMarked;
