package dev.ingot.oci.registry;

import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers a registry's question for who we are: basic, or a token from the service it names (source: distribution-spec, token
 * authentication). Tokens are kept by repository and by what is done there, for as long as they are good. Thread-safe.
 */
final class RegistryLogin {
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]{0,2048})\"");
  private static final Pattern REPOSITORY = Pattern.compile("/v2/(.+)/(?:blobs|manifests|referrers|tags)/.*");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_TOKEN = 64 << 10;
  private static final int REMEMBERED = 256;
  /** A token that does not say: the specification's minute. */
  private static final int DEFAULT_SECONDS = 60;

  private final URI registry;
  private final @Nullable Credentials credentials;
  private final HttpClient http;
  /** For everything. */
  private volatile @Nullable String header;
  private final Map<String, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
      return size() > REMEMBERED;
    }
  };

  private record Token(String header, long until) {}

  RegistryLogin(URI registry, @Nullable Credentials credentials, HttpClient http) {
    this.registry = registry;
    this.credentials = credentials;
    this.http = http;
  }

  /** What to send in `Authorization` with this request; null = nothing yet. */
  @Nullable String header(HttpRequest request) {
    if (header != null) {
      return header;
    }
    synchronized (tokens) {
      Token token = tokens.get(key(request));
      return token == null || token.until - System.nanoTime() < 0 ? null : token.header;
    }
  }

  /** Prepares the answer to a 401. False when there is none to give. */
  boolean answer(HttpHeaders challenge, HttpRequest refused) throws IOException, InterruptedException {
    if (credentials != null && credentials.isToken()) {
      return as(credentials, refused);
    }
    for (String line : challenge.allValues("WWW-Authenticate")) {
      if (line.regionMatches(true, 0, "Bearer ", 0, 7)) {
        Token token = token(line);
        synchronized (tokens) {
          tokens.put(key(refused), token);
        }
        return true;
      }
      if (line.regionMatches(true, 0, "Basic", 0, 5) && credentials != null) {
        return as(credentials, refused);
      }
    }
    return false;
  }

  /** False when it was refused with them already; others may have sent theirs meanwhile. */
  private boolean as(Credentials known, HttpRequest refused) {
    String mine = known.header();
    header = mine;
    return !refused.headers().firstValue("Authorization").equals(Optional.of(mine));
  }

  /** What a token is for: a repository, reading or writing, and the repository something is mounted from. */
  private static String key(HttpRequest request) {
    Matcher path = REPOSITORY.matcher(request.uri().getRawPath());
    String query = String.valueOf(request.uri().getRawQuery());
    String from = query.replaceFirst("^(?:.*&)?from=([^&]*).*$|^.*$", "$1");
    String what = switch (request.method()) {
      case "GET", "HEAD" -> "read ";
      case "DELETE" -> "delete ";
      default -> "write ";
    };
    return what + (path.matches() ? path.group(1) : "") + " " + from;
  }

  private Token token(String challenge) throws IOException, InterruptedException {
    String realm = "";
    StringBuilder query = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(challenge);
    while (parameter.find()) {
      if (parameter.group(1).equals("realm")) {
        realm = parameter.group(2);
      } else if (parameter.group(1).equals("service") || parameter.group(1).equals("scope")) {
        query.append(query.isEmpty() ? "" : "&").append(parameter.group(1)).append('=')
            .append(URLEncoder.encode(parameter.group(2), StandardCharsets.UTF_8));
      }
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(Transport.trusted(registry, realm + (realm.contains("?") ? "&" : "?") + query)).timeout(LIMIT);
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    HttpResponse<InputStream> answer = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      if (answer.statusCode() != 200) {
        int status = answer.statusCode() == 400 ? 401 : answer.statusCode();
        throw new RegistryException("the token service of " + registry + " answered " + answer.statusCode()
            + (status == 401 || status == 403 ? " (wrong or missing credentials)" : ""), status);
      }
      JsonNode json = OciJson.object(in.readNBytes(MAX_TOKEN), "token");
      String token = json.path("token").asString(json.path("access_token").asString(""));
      if (!token.matches("[\\x21-\\x7e]+")) {
        throw new RegistryException("the token service of " + registry + " gave no token", 0);
      }
      long seconds = Math.clamp(json.path("expires_in").asLong(DEFAULT_SECONDS), 10, 86_400);
      // a little less: it must be good still when it arrives
      return new Token("Bearer " + token, System.nanoTime() + Duration.ofSeconds(seconds).toNanos() * 9 / 10);
    } catch (ImageFormatException e) {
      throw new RegistryException("the token service of " + registry + " gave no token", e);
    }
  }
}
