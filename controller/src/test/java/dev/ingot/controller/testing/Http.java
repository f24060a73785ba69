package dev.ingot.controller.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests as a client would; every answer comes back, errors too. */
public final class Http {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();
  private final String origin;
  private final @Nullable String authorization;
  private final String who;

  Http(String origin, @Nullable String authorization, String who) {
    this.origin = origin;
    this.authorization = authorization;
    this.who = who;
  }

  /** What came back. */
  public record Answer(int status, String body, HttpResponse<String> raw) {
    /** The body as JSON. */
    public JsonNode json() {
      return JSON.readTree(body);
    }

    /** The value at a JSON pointer as text. */
    public String at(String pointer) {
      return json().at(pointer).asString("");
    }

    /** `errors[0].detail`. */
    public String detail() {
      return at("/errors/0/detail");
    }

    /** `errors[0].title`. */
    public String title() {
      return at("/errors/0/title");
    }

    /** The header, or "". */
    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  /** Where it sends to. */
  String origin() {
    return origin;
  }

  /** Its Authorization header. */
  public String authorization() {
    return String.valueOf(authorization);
  }

  /** The same client with another Authorization header. */
  public Http as(@Nullable String newAuthorization) {
    return new Http(origin, newAuthorization, newAuthorization == null ? "anonymous" : "user");
  }

  /** The same client, its calls recorded as those of a role (`space_developer`) or scope (`admin_read_only`). */
  public Http known(String role) {
    return new Http(origin, authorization, role);
  }

  public Answer get(String path) {
    return send("GET", path, null, null);
  }

  public Answer post(String path, String json) {
    return send("POST", path, "application/json", json);
  }

  public Answer put(String path, String json) {
    return send("PUT", path, "application/json", json);
  }

  public Answer patch(String path, String json) {
    return send("PATCH", path, "application/json", json);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null, null);
  }

  /** A form as the cf CLI sends it: client `cf` with an empty secret, unless this client has credentials of its own. */
  public Answer form(String path, String... pairs) {
    var body = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return as(authorization == null ? basic("cf", "") : authorization).send("POST", path, "application/x-www-form-urlencoded", body.toString());
  }

  /** Any request; further headers as name, value. */
  public Answer send(String method, String path, @Nullable String type, @Nullable String body, String... headers) {
    return sendBytes(method, path, type, body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Any request with any bytes; none = no body. */
  public Answer sendBytes(String method, String path, @Nullable String type, byte[] body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : origin + path)).timeout(Duration.ofSeconds(30))
        .method(method, body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String target = path.startsWith(origin) ? path.substring(origin.length()) : path;
      ApiCalls.record(method, target, response.statusCode(), who);
      Contract.of(origin).check(method, target, response);
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Follows the Location of a 202 until the job ends; the job as last seen. */
  public Answer job(Answer accepted) {
    if (accepted.status() != 202) {
      throw new AssertionError("no job was started: " + accepted);
    }
    return waitFor(accepted.header("Location"));
  }

  /** Polls a job until it ends; the job as last seen. */
  public Answer waitFor(String path) {
    for (int i = 0; i < 200; i++) {
      var job = get(path);
      if (!job.at("/state").equals("PROCESSING")) {
        return job;
      }
      pause();
    }
    throw new AssertionError("the job did not end: " + path);
  }

  /** Basic credentials. */
  public static String basic(String user, String password) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** Text for a query. */
  public static String q(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
