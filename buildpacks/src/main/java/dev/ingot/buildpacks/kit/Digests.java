package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of files and words. */
public final class Digests {
  private Digests() {}

  /** One SHA-256, in hex, for a list of texts; the list's cuts count, so ("ab","c") differs from ("a","bc"). */
  public static String key(String... parts) {
    var sha = algorithm("SHA-256");
    for (var part : parts) {
      var bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** The digest of a file's bytes. @param algorithm as of the JDK: {@code SHA-512} */
  public static byte[] file(Path file, String algorithm) throws IOException {
    var digest = algorithm(algorithm);
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) > 0;) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException missing) {
      throw new BuildFailure("This Java cannot compute " + name + ".", missing);
    }
  }
}
