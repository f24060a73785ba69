/** Isolation segments: named groups of cells that orgs may be given. Kept and shown; placement does not look at them yet. */
@NullMarked
package dev.ingot.controller.segment;

import org.jspecify.annotations.NullMarked;
