/** Revisions in the database. */
@NullMarked
package dev.ingot.controller.revision.db;

import org.jspecify.annotations.NullMarked;
