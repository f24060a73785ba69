/** Roles in the database. */
@NullMarked
package dev.ingot.controller.role.db;

import org.jspecify.annotations.NullMarked;
