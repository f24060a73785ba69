/** Apps in the database. */
@NullMarked
package dev.ingot.controller.app.db;

import org.jspecify.annotations.NullMarked;
