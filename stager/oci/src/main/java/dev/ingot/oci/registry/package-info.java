/** A client of the OCI distribution API, and the making of images from tar archives. */
@NullMarked
package dev.ingot.oci.registry;

import org.jspecify.annotations.NullMarked;
