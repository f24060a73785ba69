package dev.ingot.oci.registry;

import dev.ingot.oci.image.Digest;

/** A manifest or index as the registry gave it: exact bytes (digest verified) and the media type it named. */
public record FetchedManifest(byte[] bytes, String mediaType, Digest digest) {}
