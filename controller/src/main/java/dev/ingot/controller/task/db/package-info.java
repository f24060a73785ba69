/** Tasks in the database. */
@NullMarked
package dev.ingot.controller.task.db;

import org.jspecify.annotations.NullMarked;
