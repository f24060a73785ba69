package dev.ingot.bench.platform;

import dev.ingot.bench.BenchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An app pushed for a benchmark: scaled by one API call, asked through the router, deleted at the end. */
public final class AppUnderTest implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Installation installation;
  private final String name;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
  private final String token;
  private final JsonNode summary;

  /** One line of its log. @param nanos since 1970 */
  public record Line(long nanos, String source, String instance, String text) {}

  private AppUnderTest(Installation installation, String name) {
    this.installation = installation;
    this.name = name;
    this.token = installation.token();
    this.summary = installation.json("app", name);
  }

  /** Pushes a directory with a manifest's settings given as options of `ingot push`. */
  public static AppUnderTest push(Installation installation, Path directory, String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("push", name, "--no-manifest"));
    arguments.addAll(List.of(options));
    installation.ingot(directory, Duration.ofMinutes(10), arguments.toArray(String[]::new)).mustSucceed("ingot push " + name);
    return new AppUnderTest(installation, name);
  }

  public String guid() {
    return summary.path("app").path("guid").asString();
  }

  /** `apps/<guid>@sha256:…`, without the registry's host. */
  public String image() {
    return summary.path("droplet").path("image").asString().replaceFirst("^[^/]+:[0-9]+/", "");
  }

  /** Guid of the running instance with this index. */
  public String instanceGuid(int index) {
    for (JsonNode entry : instances()) {
      if (entry.path("index").asInt() == index && entry.path("state").asString().equals("RUNNING")) {
        return entry.path("instance_guid").asString();
      }
    }
    throw new BenchFailure("instance " + index + " of " + name + " does not run");
  }

  /** How many instances run. */
  public int running() {
    int running = 0;
    for (JsonNode entry : instances()) {
      running += entry.path("state").asString().equals("RUNNING") ? 1 : 0;
    }
    return running;
  }

  private JsonNode instances() {
    return call("GET", "/v3/apps/" + guid() + "/processes/web/stats", "").path("resources");
  }

  /** Returns as soon as the API has taken it. */
  public void scale(int instances) {
    call("POST", "/v3/apps/" + guid() + "/processes/web/actions/scale", "{\"instances\":" + instances + "}");
  }

  /** Asks one instance through the router until it answers 200; other answers are tried again every 2 ms. */
  public void awaitAnswer(int index) {
    await("instance " + index + " of " + name + " to answer", 2, () -> status(index) == 200);
  }

  public void awaitRunning(int count) {
    await(count + " instances of " + name + " to run", 50, () -> running() == count && instances().size() == count);
  }

  private int status(int index) {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + installation.routerPort() + "/")).timeout(Duration.ofSeconds(5))
        .header("Host", installation.host(name)).header("X-Cf-App-Instance", guid() + ":" + index).build();
    return send(request).statusCode();
  }

  /** The newest lines of its log, at most 1000, oldest first. */
  public List<Line> log() {
    JsonNode batch = call("GET", "/log-cache/api/v1/read/" + guid() + "?limit=1000&descending=true", "").path("envelopes").path("batch");
    List<Line> lines = new ArrayList<>();
    batch.forEach(e -> lines.addFirst(new Line(Long.parseLong(e.path("timestamp").asString()), e.path("tags").path("source_type").asString(),
        e.path("instance_id").asString(), new String(Base64.getDecoder().decode(e.path("log").path("payload").asString()), StandardCharsets.UTF_8))));
    return lines;
  }

  private JsonNode call(String method, String path, String body) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(installation.origin() + path)).timeout(Duration.ofSeconds(20))
        .header("Authorization", "bearer " + token).header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() >= 300) {
      throw new BenchFailure(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new BenchFailure(request.method() + " " + request.uri() + " failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", e);
    }
  }

  /** Something that becomes true. */
  @FunctionalInterface
  public interface Condition {
    boolean holds();
  }

  /** Waits at most a minute. */
  public static void await(String what, int everyMillis, Condition condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new BenchFailure("waited " + LIMIT.toSeconds() + " s in vain for " + what);
      }
      try {
        Thread.sleep(everyMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BenchFailure("interrupted while waiting for " + what, e);
      }
    }
  }

  @Override
  public void close() {
    installation.ingot(installation.root(), Duration.ofMinutes(2), "delete", name, "-f", "-r");
    http.shutdownNow();
  }
}
