/** App usage events in the database. */
@NullMarked
package dev.ingot.controller.usage.db;

import org.jspecify.annotations.NullMarked;
