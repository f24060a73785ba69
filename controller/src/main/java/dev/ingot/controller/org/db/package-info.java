/** Orgs in the database. */
@NullMarked
package dev.ingot.controller.org.db;

import org.jspecify.annotations.NullMarked;
