/** Revisions: what an app was at each of its starts, to look at and to go back to. */
@NullMarked
package dev.ingot.controller.revision;

import org.jspecify.annotations.NullMarked;
