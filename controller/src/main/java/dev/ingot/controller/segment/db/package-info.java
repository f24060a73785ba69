/** Isolation segments in the database. */
@NullMarked
package dev.ingot.controller.segment.db;

import org.jspecify.annotations.NullMarked;
