package dev.ingot.oci.registry;

import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends requests with credentials and repeats those that found no connection. Credentials never go to another origin, but to the token
 * service a registry names.
 */
final class Transport implements AutoCloseable {
  private static final int TRIES = 4;
  private static final int MAX_ERROR = 16 << 10;
  private static final int REDIRECTS = 5;
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final URI base;
  private final @Nullable Credentials credentials;
  private final @Nullable RegistryLogin login;
  private final HttpClient http;

  /** To a registry we know: basic authentication at once, no redirects. */
  Transport(URI base, @Nullable Credentials credentials) {
    this.base = base;
    this.credentials = credentials;
    this.login = null;
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(10)).build();
  }

  private Transport(URI base, @Nullable Credentials credentials, HttpClient http) {
    this.base = base;
    this.credentials = null;
    this.http = http;
    this.login = new RegistryLogin(base, credentials, request -> sent(request, null));
  }

  /** To any registry: as it asks, by token or basic authentication; what is read may lie elsewhere. @param authorities PEM, may be empty */
  static Transport toAny(URI base, @Nullable Credentials credentials, String authorities) throws RegistryException {
    return new Transport(base, credentials, MachineNetwork.client(System.getenv(), authorities));
  }

  boolean foreign() {
    return login != null;
  }

  URI base() {
    return base;
  }

  URI uri(String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  HttpRequest.Builder request(URI uri, Duration limit) throws RegistryException {
    if (!base.getScheme().equals(uri.getScheme()) || !base.getHost().equalsIgnoreCase(uri.getHost()) || port(uri) != port(base)) {
      throw new RegistryException("the registry at " + base + " points to another origin, " + uri + "; not followed", 0);
    }
    var request = HttpRequest.newBuilder(uri).timeout(limit);
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    return request;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  /** Sends; a request whose connection failed is built and sent again, up to four times. */
  HttpResponse<InputStream> send(Supplier<HttpRequest.Builder> request) throws IOException {
    HttpResponse<InputStream> answer = sent(request, login);
    if (login == null) {
      return answer;
    }
    if (answer.statusCode() == 401 && login.answer(answer.headers(), answer.request())) {
      answer.body().close();
      answer = sent(request, login);
    }
    return followed(answer);
  }

  /** Content that lies elsewhere; nobody is told there who we are. */
  private HttpResponse<InputStream> followed(HttpResponse<InputStream> first) throws IOException {
    HttpResponse<InputStream> answer = first;
    for (int hop = 0; answer.statusCode() / 100 == 3 && READING.contains(answer.request().method()); hop++) {
      answer.body().close();
      String location = answer.headers().firstValue("Location").orElse("");
      if (hop == REDIRECTS || location.isEmpty()) {
        throw new RegistryException("the registry at " + base + " sends us around: not followed further than " + answer.request().uri().getHost(), 0);
      }
      URI next = trusted(base, answer.request().uri().resolve(location.replace(" ", "%20")).toString());
      Duration limit = first.request().timeout().orElse(Duration.ofSeconds(60));
      String method = first.request().method();
      answer = sent(() -> HttpRequest.newBuilder(next).timeout(limit).method(method, HttpRequest.BodyPublishers.noBody()), null);
      if (answer.statusCode() / 100 != 3 && answer.statusCode() != 200) {
        answer.body().close();
        throw new RegistryException("the registry at " + base + " sent us to " + next.getHost() + ", which answered " + answer.statusCode(), answer.statusCode());
      }
    }
    return answer;
  }

  /** An address a registry names: https, or for a registry on this machine something else on it. */
  static URI trusted(URI registry, String address) throws RegistryException {
    try {
      URI uri = URI.create(address);
      boolean local = registry.getScheme().equals("http") && uri.getHost() != null && ImageReference.loopback(uri.getHost());
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && local)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new RegistryException("the registry at " + registry + " names an address that is none", e);
    }
    throw new RegistryException("the registry at " + registry + " names an address without https; not followed", 0);
  }

  private HttpResponse<InputStream> sent(Supplier<HttpRequest.Builder> request, @Nullable RegistryLogin as) throws IOException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      HttpRequest built = build(request);
      String header = as == null ? null : as.header(built);
      if (header != null) {
        built = HttpRequest.newBuilder(built, (name, value) -> true).header("Authorization", header).build();
      }
      try {
        return http.send(built, HttpResponse.BodyHandlers.ofInputStream());
      } catch (java.net.http.HttpTimeoutException e) {
        throw new RegistryException(built.method() + " " + built.uri() + " got no answer in " + built.timeout().orElseThrow().toSeconds() + " s", e);
      } catch (IOException e) {
        if (e instanceof SSLException refused && (attempt == TRIES || Certificates.isAtFault(refused))) {
          throw Certificates.refused(built.uri(), refused);
        }
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

  /** Whether a registry knows who we are, and says that we may not do this (source: RFC 6750 §3.1). */
  static boolean insufficient(HttpResponse<?> response) {
    return response.statusCode() == 401 && response.headers().allValues("WWW-Authenticate").stream().anyMatch(line -> line.contains("insufficient_scope"));
  }

  /**
   * An exception for an answer nobody expected, with what the registry says is wrong. Only a registry's own form of errors is quoted: users name registries,
   * and what else may answer at such an address is not for them.
   */
  static RegistryException unexpected(String tried, HttpResponse<InputStream> response) {
    String body;
    try (InputStream in = response.body()) {
      JsonNode error = OciJson.object(in.readNBytes(MAX_ERROR), "error").path("errors").path(0);
      String message = (error.path("code").asString("") + " " + error.path("message").asString("")).strip();
      body = (message.length() > 300 ? message.substring(0, 300) + "…" : message).replaceAll("\\p{Cntrl}", " ");
    } catch (IOException | ImageFormatException e) {
      body = "";
    }
    String hint = response.statusCode() != 401 ? "" : insufficient(response) ? " (these credentials do not allow that)" : " (wrong or missing credentials)";
    URI asked = response.request().uri();
    return new RegistryException(tried + ": the registry " + asked.getScheme() + "://" + asked.getAuthority() + " answered " + response.statusCode() + hint
        + (body.isEmpty() ? "" : ": " + body), response.statusCode());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
