package dev.ingot.controller.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The address of bytes: `sha256:` and 64 or `sha512:` and 128 lower-case hex digits. */
public record Digest(Algorithm algorithm, String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  /** A hash function a blob may be addressed by. */
  public enum Algorithm {
    SHA256("SHA-256", 64),
    SHA512("SHA-512", 128);

    private final String jdkName;
    private final int hexLength;

    Algorithm(String jdkName, int hexLength) {
      this.jdkName = jdkName;
      this.hexLength = hexLength;
    }

    /** `sha256`, `sha512`: as on the wire and as a folder name. */
    public String wireName() {
      return this == SHA256 ? "sha256" : "sha512";
    }

    MessageDigest hasher() {
      try {
        return MessageDigest.getInstance(jdkName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has " + jdkName, e);
      }
    }
  }

  /** @throws RegistryException DIGEST_INVALID when the text is no digest we can verify */
  public static Digest parse(String text) {
    for (Algorithm algorithm : Algorithm.values()) {
      String prefix = algorithm.wireName() + ":";
      if (text.startsWith(prefix)) {
        String hex = text.substring(prefix.length());
        if (hex.length() == algorithm.hexLength && HEX.matcher(hex).matches()) {
          return new Digest(algorithm, hex);
        }
      }
    }
    throw new RegistryException(RegistryError.DIGEST_INVALID, "'" + Texts.shown(text)
        + "' is not a digest: send sha256: and 64, or sha512: and 128 lower-case hex digits");
  }

  /** The digest of these bytes. */
  public static Digest of(Algorithm algorithm, byte[] content) {
    return finish(algorithm, algorithm.hasher(), content);
  }

  static Digest finish(Algorithm algorithm, MessageDigest hasher, byte... lastBytes) {
    return new Digest(algorithm, HexFormat.of().formatHex(hasher.digest(lastBytes)));
  }

  @Override
  public String toString() {
    return algorithm.wireName() + ":" + hex;
  }
}
