package dev.ingot.cell.staging;

import dev.ingot.cell.config.CellConfig;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;

/** Fetches a package's zip from the controller and checks its digest. */
final class PackageDownload {
  private static final long MAX_BYTES = 4L << 30;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final CellConfig config;

  PackageDownload(CellConfig config) {
    this.config = config;
  }

  /** @throws IOException when it cannot be had, is over 4 GiB or is not what the digest says; the file is then worthless */
  void fetch(String path, String digest, Path target) throws IOException {
    if (!path.startsWith("/internal/")) {
      throw new IOException("the package path " + path + " is not one of the controller's");
    }
    URI uri = config.controllerHttp().resolve(path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    String login = Base64.getEncoder().encodeToString(("cell:" + config.joinToken()).getBytes(StandardCharsets.UTF_8));
    connection.setRequestProperty("Authorization", "Basic " + login);
    try {
      if (connection.getResponseCode() != 200) {
        throw new IOException("GET " + uri + " answered " + connection.getResponseCode());
      }
      copy(connection.getInputStream(), Digest.of(digest), target);
    } finally {
      connection.disconnect();
    }
  }

  private static void copy(InputStream from, Digest expected, Path target) throws IOException {
    MessageDigest hasher = Digest.hasher(expected.algorithm());
    long total = 0;
    try (from; OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 << 10];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        total += n;
        if (total > MAX_BYTES) {
          throw new IOException("the package is larger than " + MAX_BYTES + " bytes");
        }
        hasher.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    Digest actual = Digest.of(hasher, expected.algorithm());
    if (!actual.equals(expected)) {
      throw new IOException("the package has the digest " + actual + ", expected " + expected + ": it was changed on the way");
    }
  }
}
