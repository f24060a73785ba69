/** Sidecars on the wire. */
@NullMarked
package dev.ingot.api.sidecar;

import org.jspecify.annotations.NullMarked;
