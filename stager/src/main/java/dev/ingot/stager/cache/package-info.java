/** Cached layers of one app on this cell. */
@NullMarked
package dev.ingot.stager.cache;

import org.jspecify.annotations.NullMarked;
