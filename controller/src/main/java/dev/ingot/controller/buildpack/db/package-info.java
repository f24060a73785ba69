/** Buildpacks in the database. */
@NullMarked
package dev.ingot.controller.buildpack.db;

import org.jspecify.annotations.NullMarked;
