/** Revisions of apps on the wire. */
@NullMarked
package dev.ingot.api.revision;

import org.jspecify.annotations.NullMarked;
