/** Stacks in the database. */
@NullMarked
package dev.ingot.controller.stack.db;

import org.jspecify.annotations.NullMarked;
