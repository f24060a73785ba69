package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;

/** Reads digests that clients send. */
public final class Digests {
  private Digests() {}

  /** @throws RegistryException DIGEST_INVALID when the text is no digest we can verify */
  public static Digest parse(String text) {
    if (!Digest.isDigest(text)) {
      throw new RegistryException(RegistryError.DIGEST_INVALID, "'" + Texts.shown(text)
          + "' is not a digest: send sha256: and 64, or sha512: and 128 lower-case hex digits");
    }
    return Digest.of(text);
  }
}
