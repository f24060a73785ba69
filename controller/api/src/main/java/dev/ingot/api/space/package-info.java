/** Spaces on the wire. */
@NullMarked
package dev.ingot.api.space;

import org.jspecify.annotations.NullMarked;
