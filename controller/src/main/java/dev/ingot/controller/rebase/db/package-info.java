/** Rebases in the database. */
@NullMarked
package dev.ingot.controller.rebase.db;

import org.jspecify.annotations.NullMarked;
