/** Domains in the database. */
@NullMarked
package dev.ingot.controller.domain.db;

import org.jspecify.annotations.NullMarked;
