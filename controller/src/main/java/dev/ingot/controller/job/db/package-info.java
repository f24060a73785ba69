/** Jobs in the database. */
@NullMarked
package dev.ingot.controller.job.db;

import org.jspecify.annotations.NullMarked;
