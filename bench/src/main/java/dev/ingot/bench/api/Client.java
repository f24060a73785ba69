package dev.ingot.bench.api;

import dev.ingot.bench.BenchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** An admin's HTTP client. Thread-safe. */
final class Client implements AutoCloseable {
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String origin;
  private final String token;

  Client(String origin, String token) {
    this.origin = origin;
    this.token = token;
  }

  /** Gets a path; the body. @throws BenchFailure unless it is 200 */
  String get(String path) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "bearer " + token).timeout(Duration.ofMinutes(1)).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchFailure("GET " + path + " was answered with " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchFailure("GET " + path + " failed", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
