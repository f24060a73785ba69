/** Digests, descriptors, manifests and configs as the OCI image specification has them; parsing is strict about what we use and keeps what we do not know. */
@NullMarked
package dev.ingot.oci.image;

import org.jspecify.annotations.NullMarked;
