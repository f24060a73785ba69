/** Stacks on the wire. */
@NullMarked
package dev.ingot.api.stack;

import org.jspecify.annotations.NullMarked;
