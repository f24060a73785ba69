/** Manifest differences on the wire. */
@NullMarked
package dev.ingot.api.manifest;

import org.jspecify.annotations.NullMarked;
