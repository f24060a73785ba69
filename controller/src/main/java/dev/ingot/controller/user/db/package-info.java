/** Users in the database. */
@NullMarked
package dev.ingot.controller.user.db;

import org.jspecify.annotations.NullMarked;
