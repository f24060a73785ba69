/** OCI images: digests, descriptors, manifests, deterministic layers, safe unpacking. Used by stager, cell, controller and CLI. */
@NullMarked
package dev.ingot.oci;

import org.jspecify.annotations.NullMarked;
