/** Packages in the database. */
@NullMarked
package dev.ingot.controller.packages.db;

import org.jspecify.annotations.NullMarked;
