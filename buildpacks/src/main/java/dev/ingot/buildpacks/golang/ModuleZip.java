package dev.ingot.buildpacks.golang;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A module as the proxy protocol gives it (Go modules reference, "Module zip files"), checked by the digest that go.sum files hold. */
final class ModuleZip {
  private static final long MAX_BYTES = 2L << 30;
  private static final int MAX_FILES = 100_000;

  private ModuleZip() {}

  /**
   * Unpacks below a directory that need not exist, without tests of the standard library.
   *
   * @param prefix what all names begin with: {@code golang.org/toolchain@v0.0.1-go1.27.4.linux-amd64/}
   * @param digest {@code h1:} and base64
   * @throws BuildFailure when a name leads elsewhere, it is too large, or the digest differs; files may be there then
   */
  static void unpack(Path zip, String prefix, Path to, String digest) throws IOException {
    var sums = new TreeMap<String, String>();
    long total = 0;
    try (var file = new ZipFile(zip.toFile())) {
      if (file.size() > MAX_FILES) {
        throw new BuildFailure("The module " + prefix + " has more than " + MAX_FILES + " files.");
      }
      for (var entries = file.entries(); entries.hasMoreElements();) {
        var entry = entries.nextElement();
        var target = to.resolve(entry.getName().startsWith(prefix) ? entry.getName().substring(prefix.length()) : "../").normalize();
        if (entry.isDirectory() || !target.startsWith(to) || target.equals(to)) {
          throw new BuildFailure("The module " + prefix + " holds the name '" + entry.getName() + "', which no module may. The proxy's file is damaged.");
        }
        Files.createDirectories(target.getParent());
        var sha = sha256();
        try (var in = new DigestInputStream(file.getInputStream(entry), sha); var out = wanted(target) ? Files.newOutputStream(target) : OutputStream.nullOutputStream()) {
          total += copy(in, out, MAX_BYTES - total, prefix);
        }
        sums.put(entry.getName(), HexFormat.of().formatHex(sha.digest()));
      }
    } catch (ZipException damaged) {
      throw new BuildFailure("The module " + prefix + " is not a zip file: " + damaged.getMessage() + ".", damaged);
    }
    var found = "h1:" + hash(sums);
    if (!found.equals(digest)) {
      throw new BuildFailure("The module " + prefix + " has the digest " + found + ", but " + digest + " is right. The proxy's file is damaged or not what it says.");
    }
  }

  private static boolean wanted(Path target) {
    return !target.getFileName().toString().endsWith("_test.go");
  }

  private static long copy(java.io.InputStream in, OutputStream out, long limit, String prefix) throws IOException {
    var buffer = new byte[1 << 16];
    long bytes = 0;
    for (int n; (n = in.read(buffer)) > 0;) {
      bytes += n;
      if (bytes > limit) {
        throw new BuildFailure("The module " + prefix + " has more than " + MAX_BYTES + " bytes.");
      }
      out.write(buffer, 0, n);
    }
    return bytes;
  }

  static String hash(Map<String, String> sums) {
    var sha = sha256();
    new TreeMap<>(sums).forEach((name, sum) -> sha.update((sum + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
    return Base64.getEncoder().encodeToString(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new BuildFailure("This Java cannot compute SHA-256.", missing);
    }
  }
}
