package dev.ingot.oci.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of content by its hash: `sha256:<64 hex>` or `sha512:<128 hex>`. Source: OCI image-spec, descriptor.md, "Digests".
 *
 * @param value the whole text, lower case hex
 */
public record Digest(String value) implements Comparable<Digest> {
  /** What content may be hashed with. */
  public static final List<String> ALGORITHMS = List.of("sha256", "sha512");
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

  /** @throws IllegalArgumentException when the text is not a digest of a known algorithm */
  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a digest: '" + shorten(value) + "'; expected sha256:<64 hex> or sha512:<128 hex>");
    }
  }

  /** Same as the constructor; reads better in parsing code. */
  public static Digest of(String value) {
    return new Digest(value);
  }

  /** True when the text has the form of a digest we can verify. */
  public static boolean isDigest(String value) {
    return FORM.matcher(value).matches();
  }

  /** The sha256 digest of these bytes. */
  public static Digest sha256(byte[] content) {
    return of("sha256", content);
  }

  /** The digest of these bytes. @param algorithm one of {@link #ALGORITHMS} */
  public static Digest of(String algorithm, byte[] content) {
    var hasher = hasher(algorithm);
    hasher.update(content);
    return of(hasher, algorithm);
  }

  /** The sha256 digest of a file's content, read in one pass. */
  public static Digest sha256(Path file) throws IOException {
    var hasher = hasher("sha256");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hasher.update(buffer, 0, n);
      }
    }
    return of(hasher, "sha256");
  }

  /** The digest a finished hasher stands for. The hasher is reset. */
  public static Digest of(MessageDigest hasher, String algorithm) {
    return new Digest(algorithm + ":" + HexFormat.of().formatHex(hasher.digest()));
  }

  /** A fresh hasher for `sha256` or `sha512`. */
  public static MessageDigest hasher(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256 and SHA-512", e);
    }
  }

  /** `sha256` or `sha512`. */
  public String algorithm() {
    return value.substring(0, value.indexOf(':'));
  }

  /** The part after the colon. */
  public String hex() {
    return value.substring(value.indexOf(':') + 1);
  }

  /** The first 12 hex characters, for people. */
  public String shortHex() {
    return hex().substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static String shorten(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
