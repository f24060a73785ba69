/** Finds the space a git address names. */
@NullMarked
package dev.ingot.controller.git.db;

import org.jspecify.annotations.NullMarked;
