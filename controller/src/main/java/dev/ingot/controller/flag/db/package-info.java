/** Feature flags in the database. */
@NullMarked
package dev.ingot.controller.flag.db;

import org.jspecify.annotations.NullMarked;
