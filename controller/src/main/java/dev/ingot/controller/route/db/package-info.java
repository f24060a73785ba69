/** Routes and destinations in the database. */
@NullMarked
package dev.ingot.controller.route.db;

import org.jspecify.annotations.NullMarked;
