package dev.ingot.bench.api;

import dev.ingot.bench.BenchFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An admin's HTTP client: blocking, on connections that are kept, because a client that hands each request from thread to thread would be
 * measured with it. Thread-safe.
 */
final class Client {
  /** Kept connections; the JDK reads it when the first is opened. */
  private static final String KEPT = "http.maxConnections";
  private static final int LIMIT = (int) Duration.ofMinutes(1).toMillis();
  private final String origin;
  private final String token;

  Client(String origin, String token, int connections) {
    System.setProperty(KEPT, Integer.toString(connections));
    this.origin = origin;
    this.token = token;
  }

  /** Gets a path; the body. @throws BenchFailure unless it is 200 */
  String get(String path) {
    try {
      var connection = (HttpURLConnection) URI.create(origin + path).toURL().openConnection();
      connection.setConnectTimeout(LIMIT);
      connection.setReadTimeout(LIMIT);
      connection.setRequestProperty("Authorization", "bearer " + token);
      int status = connection.getResponseCode();
      try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        if (status != 200) {
          throw new BenchFailure("GET " + path + " was answered with " + status + ": " + text);
        }
        return text;
      }
    } catch (IOException e) {
      throw new BenchFailure("GET " + path + " failed", e);
    }
  }
}
