/** Packages and resource matches on the wire. */
@NullMarked
package dev.ingot.api.packages;

import org.jspecify.annotations.NullMarked;
