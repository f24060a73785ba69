package dev.ingot.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends requests with credentials and repeats those that found no connection. Credentials never go to another origin. */
final class Transport implements AutoCloseable {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final URI base;
  private final @Nullable Credentials credentials;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(10)).build();

  Transport(URI base, @Nullable Credentials credentials) {
    this.base = base;
    this.credentials = credentials;
  }

  URI base() {
    return base;
  }

  URI uri(String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  HttpRequest.Builder request(URI uri, Duration limit) throws RegistryException {
    if (!uri.getScheme().equals(base.getScheme()) || !uri.getAuthority().equals(base.getAuthority())) {
      throw new RegistryException("the registry at " + base + " points to another origin, " + uri + "; not followed", 0);
    }
    var request = HttpRequest.newBuilder(uri).timeout(limit);
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    return request;
  }

  /** Sends; a request whose connection failed is built and sent again, up to four times. */
  HttpResponse<InputStream> send(Supplier<HttpRequest.Builder> request) throws IOException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      HttpRequest built = build(request);
      try {
        return http.send(built, HttpResponse.BodyHandlers.ofInputStream());
      } catch (java.net.http.HttpTimeoutException e) {
        throw new RegistryException(built.method() + " " + built.uri() + " got no answer in " + built.timeout().orElseThrow().toSeconds() + " s", e);
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new RegistryException(built.method() + " " + built.uri() + " failed " + TRIES + " times: " + reason(e), e);
        }
        pause(pause);
        pause = pause.multipliedBy(3);
      } catch (InterruptedException e) {
        throw interrupted(built, e);
      }
    }
  }

  private static HttpRequest build(Supplier<HttpRequest.Builder> request) throws IOException {
    try {
      return request.get().build();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static IOException interrupted(HttpRequest request, InterruptedException e) {
    Thread.currentThread().interrupt();
    var stopped = new java.io.InterruptedIOException(request.method() + " " + request.uri() + " was stopped");
    stopped.initCause(e);
    return stopped;
  }

  private static void pause(Duration pause) throws IOException {
    try {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("stopped while waiting to try again");
    }
  }

  /** An exception for an answer nobody expected, with the start of its body. */
  static RegistryException unexpected(String tried, HttpResponse<InputStream> response) {
    String body;
    try (InputStream in = response.body()) {
      body = new String(in.readNBytes(500), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      body = "";
    }
    String hint = response.statusCode() == 401 ? " (wrong or missing credentials)" : "";
    return new RegistryException(tried + ": the registry answered " + response.statusCode() + hint + (body.isEmpty() ? "" : ": " + body), response.statusCode());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
