package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.util.Map;

/**
 * A stored manifest or index.
 *
 * @param mediaType exactly as it was pushed
 * @param bytes exactly as they were pushed
 */
public record Manifest(Digest digest, String mediaType, byte[] bytes) {
  /** An entry of a referrers answer: a manifest whose `subject` is the asked one. `artifactType` may be empty. */
  public record Referrer(String mediaType, Digest digest, long size, String artifactType, Map<String, String> annotations) {}
}
