/** Processes in the database. */
@NullMarked
package dev.ingot.controller.process.db;

import org.jspecify.annotations.NullMarked;
