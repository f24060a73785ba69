package dev.ingot.api.client;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One user's calls. Paths are below the origin, with their query (`/v3/apps?names=a`). Every method throws
 * {@link ApiException}: what the server told, NOT_AUTHENTICATED when nobody is logged in or the login ended, SERVICE_UNAVAILABLE
 * when nothing answers. Thread-safe when its store is.
 */
public final class ApiClient {
  /** Resources a list gives, at most: pages after that are not asked for. */
  public static final int MAX_LIST = 20_000;

  private static final long RENEW_SECONDS_BEFORE = 30;
  private static final Duration UPLOAD_WITHIN = Duration.ofMinutes(30);

  private final Transport transport;
  private final TokenClient tokens;
  private final TokenStore store;
  private final ReentrantLock renewing = new ReentrantLock();
  private final JobWatch jobs = new JobWatch(this);

  public ApiClient(Transport transport, TokenClient tokens, TokenStore store) {
    this.transport = transport;
    this.tokens = tokens;
    this.store = store;
  }

  /** One resource. */
  public <T> T get(String path, Class<T> type) {
    return read(call("GET", path, null).body(), type);
  }

  /** One resource; empty when there is none, or none any more: the process a deployment has just replaced. */
  public <T> Optional<T> getIfThere(String path, Class<T> type) {
    try {
      return Optional.of(get(path, type));
    } catch (ApiException e) {
      if (e.code() == ErrorCode.RESOURCE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A document without a type of its own. */
  public JsonNode get(String path) {
    return Transport.JSON.readTree(call("GET", path, null).body());
  }

  /** All resources of a list, page after page, at most {@link #MAX_LIST}. */
  public <T> List<T> list(String path, Class<T> type) {
    List<T> resources = new ArrayList<>();
    String next = path;
    while (!next.isEmpty() && resources.size() < MAX_LIST) {
      JsonNode page = get(next);
      page.path("resources").forEach(resource -> resources.add(Transport.JSON.treeToValue(resource, type)));
      String href = page.path("pagination").path("next").path("href").asString("");
      next = href.isEmpty() ? "" : pathAndQuery(URI.create(href));
    }
    return resources;
  }

  /** The resources of one page, the one the path asks for. */
  public <T> List<T> page(String path, Class<T> type) {
    List<T> resources = new ArrayList<>();
    get(path).path("resources").forEach(resource -> resources.add(Transport.JSON.treeToValue(resource, type)));
    return resources;
  }

  /** The first resource of a list, or none. */
  public <T> Optional<T> find(String path, Class<T> type) {
    return list(path, type).stream().findFirst();
  }

  /** Creates or acts. */
  public <T> T post(String path, @Nullable Object body, Class<T> type) {
    return read(call("POST", path, body).body(), type);
  }

  /** Changes. */
  public <T> T patch(String path, Object body, Class<T> type) {
    return read(call("PATCH", path, body).body(), type);
  }

  /** Any call with a JSON body (null = none); for those whose answer is a job or nothing. */
  public Answer call(String method, String path, @Nullable Object body) {
    HttpRequest.BodyPublisher publisher = body == null ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofByteArray(Transport.JSON.writeValueAsBytes(body));
    HttpRequest.Builder request = transport.request(path).method(method, publisher);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return answer(request);
  }

  /** A call with a body that is not JSON, sent as it comes; an upload may take up to {@link #UPLOAD_WITHIN}. */
  public Answer send(String method, String path, String contentType, HttpRequest.BodyPublisher body) {
    return answer(transport.request(path).timeout(UPLOAD_WITHIN).header("Content-Type", contentType).method(method, body));
  }

  /** Deletes and waits until it is done, also when the server makes it a job. */
  public void delete(String path) {
    await(call("DELETE", path, null));
  }

  /** Waits for the job an answer names, if it names one. A failed job throws its first error; what it had changed stays changed. */
  public void await(Answer answer) {
    if (answer.status() == 202 && answer.location().isPresent()) {
      jobs.await(answer.location().get());
    }
  }

  private Answer answer(HttpRequest.Builder request) {
    HttpResponse<InputStream> response = authorized(request);
    byte[] bytes = Transport.body(response);
    return new Answer(response.statusCode(), response.headers().firstValue("Location").map(URI::create).map(ApiClient::pathAndQuery), bytes);
  }

  /**
   * Reads server-sent events until the server ends them or `more` says false.
   *
   * @param more gets the data of each event, and an empty text whenever the server shows it is still there; false = enough
   */
  public void events(String path, Predicate<String> more) {
    HttpResponse<InputStream> response = authorized(transport.request(path).setHeader("Accept", "text/event-stream"));
    if (response.statusCode() >= 400) {
      Transport.body(response);
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      new EventReader(lines).forEach(more);
    } catch (IOException e) {
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "The stream " + path + " broke off: try again", e);
    }
  }

  private HttpResponse<InputStream> authorized(HttpRequest.Builder request) {
    Tokens current = store.load().orElseThrow(ApiClient::notLoggedIn);
    if (current.expiresAt().minusSeconds(RENEW_SECONDS_BEFORE).isBefore(tokens.clock().instant())) {
      current = renew(current);
    }
    HttpResponse<InputStream> response = transport.send(bearing(request, current));
    if (response.statusCode() != 401) {
      return response;
    }
    discard(response);
    return transport.send(bearing(request, renew(current)));
  }

  private static HttpRequest bearing(HttpRequest.Builder request, Tokens tokens) {
    return request.setHeader("Authorization", "bearer " + tokens.accessToken()).build();
  }

  /** Once for all threads that found the same tokens too old. */
  private Tokens renew(Tokens old) {
    renewing.lock();
    try {
      Tokens current = store.load().orElseThrow(ApiClient::notLoggedIn);
      if (!current.equals(old)) {
        return current;
      }
      if (old.refreshToken().isEmpty()) {
        throw notLoggedIn();
      }
      Tokens renewed = refresh(old);
      store.save(renewed);
      return renewed;
    } finally {
      renewing.unlock();
    }
  }

  private Tokens refresh(Tokens old) {
    try {
      return tokens.refresh(old.refreshToken());
    } catch (ApiException e) {
      if (e.code().status() >= 500) {
        throw e;
      }
      throw new ApiException(ErrorCode.NOT_AUTHENTICATED, "The login has ended: log in again", e);
    }
  }

  private static ApiException notLoggedIn() {
    return new ApiException(ErrorCode.NOT_AUTHENTICATED, "Nobody is logged in: log in first");
  }

  private static void discard(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      in.skipNBytes(0);
    } catch (IOException e) {
      // The connection is lost anyway; the next call opens another.
    }
  }

  private static String pathAndQuery(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }

  private static <T> T read(byte[] body, Class<T> type) {
    return Transport.JSON.readValue(body, type);
  }

  /**
   * A successful answer.
   *
   * @param location path and query of `Location`: the job of an asynchronous call
   */
  public record Answer(int status, Optional<String> location, byte[] body) {}
}
