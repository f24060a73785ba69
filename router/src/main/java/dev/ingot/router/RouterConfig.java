package dev.ingot.router;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The router's configuration file (docs/explanation/processes.md).
 *
 * @param httpPort 0 = any free one
 * @param httpsPort 0 = no HTTPS
 * @param tlsCert null where there is no HTTPS
 * @param tlsKey null where there is no HTTPS
 * @param controllerHttp {@code http://host:port}
 * @param controllerGrpc {@code host:port}
 * @param statusPort 0 = any free one
 */
public record RouterConfig(
    String httpAddress, int httpPort, int httpsPort, @Nullable Path tlsCert, @Nullable Path tlsKey, URI controllerHttp, String controllerGrpc,
    Path joinTokenFile, String systemDomain, Path stateDir, int statusPort, String routerId) {

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a key is missing or its value makes no sense; the message names both
   */
  public static RouterConfig read(Path file) throws IOException {
    Properties p = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      p.load(reader);
    }
    int https = number(p, "https.port", "0");
    return new RouterConfig(
        p.getProperty("http.address", "0.0.0.0"), number(p, "http.port", null), https,
        https == 0 ? null : Path.of(text(p, "tls.cert")), https == 0 ? null : Path.of(text(p, "tls.key")),
        controller(text(p, "controller.http")), text(p, "controller.grpc"), Path.of(text(p, "join.token.file")),
        p.getProperty("system.domain", "localhost").strip(), Path.of(text(p, "state.dir")), number(p, "status.port", null),
        p.getProperty("router.id", "router-0").strip());
  }

  /** The controller's address as an IP address, so that no event loop ever resolves a name. */
  String controllerAddress() throws IOException {
    return InetAddress.getByName(controllerHttp.getHost()).getHostAddress();
  }

  private static URI controller(String value) {
    URI uri = URI.create(value);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() <= 0) {
      throw new IllegalArgumentException("controller.http must be http://host:port, not '" + value + "'");
    }
    return uri;
  }

  private static String text(Properties p, String key) {
    String value = p.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the configuration lacks " + key);
    }
    return value;
  }

  private static int number(Properties p, String key, @Nullable String fallback) {
    String value = fallback == null ? text(p, key) : p.getProperty(key, fallback).strip();
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number out of range.
    }
    throw new IllegalArgumentException(key + " must be a port from 0 to 65535, not '" + value + "'");
  }
}
