package dev.ingot.api.client;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One platform's origin and the connections to it; shared by all clients of a process. Thread-safe.
 */
public final class Transport implements AutoCloseable {
  /** Takes answers of older and newer servers: what is missing is 0 or null, what is unknown is passed over. */
  static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  /** An answer that is not a stream or a file is at most this long, bytes. */
  private static final int MAX_ANSWER = 64 << 20;

  private final URI origin;
  private final HttpClient http;

  /** @param origin `http://localhost:8080`: scheme, host and port */
  public Transport(URI origin) {
    this(origin, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build());
  }

  /** With a client that has its own TLS settings or proxy. */
  public Transport(URI origin, HttpClient http) {
    this.origin = origin;
    this.http = http;
  }

  public URI origin() {
    return origin;
  }

  /** A request for a path with its query, below the origin. */
  HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(origin.toString().replaceAll("/$", "") + pathAndQuery)).timeout(ANSWER_WITHIN)
        .header("Accept", "application/json");
  }

  /** Sends and gives the answer with its body as a stream, whatever the status. SERVICE_UNAVAILABLE when nothing answers. */
  HttpResponse<InputStream> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "Cannot reach the platform at " + origin + " for " + request.method() + " "
          + request.uri().getPath() + " (" + reason(e) + "): check that it runs with `ingot status`, then try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "Interrupted while waiting for " + request.uri().getPath(), e);
    }
  }

  /** The whole answer. Throws the error the server told when the status is 400 or more. */
  static byte[] body(HttpResponse<InputStream> answer) {
    try (InputStream in = answer.body()) {
      byte[] bytes = in.readNBytes(MAX_ANSWER);
      if (answer.statusCode() >= 400) {
        throw error(answer, bytes);
      }
      return bytes;
    } catch (IOException e) {
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "The answer of " + answer.uri().getPath() + " broke off (" + reason(e) + "): try again", e);
    }
  }

  private static ApiException error(HttpResponse<InputStream> answer, byte[] bytes) {
    return v3Error(bytes).orElseGet(() -> new ApiException(byStatus(answer.statusCode()),
        answer.request().method() + " " + answer.uri().getPath() + " answered " + answer.statusCode() + oauthError(bytes)));
  }

  private static Optional<ApiException> v3Error(byte[] bytes) {
    JsonNode first = read(bytes).path("errors").path(0);
    return first.path("code").isNumber()
        ? Optional.of(new ApiException(ErrorCode.of(first.path("code").asInt()), first.path("detail").asString("")))
        : Optional.empty();
  }

  private static String oauthError(byte[] bytes) {
    String description = read(bytes).path("error_description").asString("");
    return description.isEmpty() ? "" : ": " + description;
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  private static ErrorCode byStatus(int status) {
    return switch (status) {
      case 401 -> ErrorCode.INVALID_AUTH_TOKEN;
      case 403 -> ErrorCode.NOT_AUTHORIZED;
      case 404 -> ErrorCode.UNKNOWN_REQUEST;
      case 429 -> ErrorCode.RATE_LIMIT_EXCEEDED;
      case 502, 503, 504 -> ErrorCode.SERVICE_UNAVAILABLE;
      default -> status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.SERVER_ERROR;
    };
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
