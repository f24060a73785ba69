/** Sidecars in the database. */
@NullMarked
package dev.ingot.controller.sidecar.db;

import org.jspecify.annotations.NullMarked;
