/** What environments are made of, read from the database. */
@NullMarked
package dev.ingot.controller.environment.db;

import org.jspecify.annotations.NullMarked;
