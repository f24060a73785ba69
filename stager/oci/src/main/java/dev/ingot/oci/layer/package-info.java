/** Layers as tar archives: a deterministic writer and an unpacker that trusts nothing it reads. */
@NullMarked
package dev.ingot.oci.layer;

import org.jspecify.annotations.NullMarked;
