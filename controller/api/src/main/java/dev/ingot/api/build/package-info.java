/** Builds on the wire. */
@NullMarked
package dev.ingot.api.build;

import org.jspecify.annotations.NullMarked;
