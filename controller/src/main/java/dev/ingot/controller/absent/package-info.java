/** Kinds of things that clients ask for and that this platform has none of yet: their lists are empty, making one is an honest 501. */
@NullMarked
package dev.ingot.controller.absent;

import org.jspecify.annotations.NullMarked;
