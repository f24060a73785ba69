package dev.ingot.oci.layer;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;

/**
 * A finished layer.
 *
 * @param diffId digest of the tar
 * @param descriptor media type, digest and size of the bytes that were written, compressed or not
 * @param tarSize bytes of the tar
 */
public record Layer(Digest diffId, Descriptor descriptor, long tarSize) {}
