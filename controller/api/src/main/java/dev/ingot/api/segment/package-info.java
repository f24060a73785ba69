/** Isolation segments on the wire. */
@NullMarked
package dev.ingot.api.segment;

import org.jspecify.annotations.NullMarked;
