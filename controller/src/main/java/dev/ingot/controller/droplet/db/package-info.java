/** Droplets in the database. */
@NullMarked
package dev.ingot.controller.droplet.db;

import org.jspecify.annotations.NullMarked;
