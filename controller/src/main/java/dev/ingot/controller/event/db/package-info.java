/** Audit events in the database. */
@NullMarked
package dev.ingot.controller.event.db;

import org.jspecify.annotations.NullMarked;
