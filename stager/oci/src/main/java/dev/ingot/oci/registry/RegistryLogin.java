package dev.ingot.oci.registry;

import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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
  private static final Pattern SCOPES = Pattern.compile(" +");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_TOKEN = 64 << 10;
  private static final int REMEMBERED = 256;
  /** A token that does not say: the specification's minute. */
  private static final int DEFAULT_SECONDS = 60;

  private final URI registry;
  private final @Nullable Credentials credentials;
  private final Sender http;
  /** For everything. */
  private volatile @Nullable String header;
  private final Map<String, Token> tokens = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Token> eldest) {
      return size() > REMEMBERED;
    }
  };

  /** @param challenge the question it answers */
  private record Token(String header, long until, String challenge) {}

  /** Sends what nobody but the token service is to see; repeats what found no connection. */
  interface Sender {
    HttpResponse<InputStream> send(Supplier<HttpRequest.Builder> request) throws IOException;
  }

  RegistryLogin(URI registry, @Nullable Credentials credentials, Sender http) {
    this.registry = registry;
    this.credentials = credentials;
    this.http = http;
  }

  /**
   * What to send in `Authorization` with this request; null = nothing yet. A token that has run out is renewed before: a registry that
   * refuses a large body may hang up before it has said why.
   */
  @Nullable String header(HttpRequest request) throws IOException {
    if (header != null) {
      return header;
    }
    String key = key(request);
    Token token;
    synchronized (tokens) {
      token = tokens.get(key);
    }
    if (token == null || token.until - System.nanoTime() > 0) {
      return token == null ? null : token.header;
    }
    return keep(key, token(token.challenge)).header;
  }

  private Token keep(String key, Token token) {
    synchronized (tokens) {
      tokens.put(key, token);
    }
    return token;
  }

  /** Prepares the answer to a 401. False when there is none to give. */
  boolean answer(HttpHeaders challenge, HttpRequest refused) throws IOException {
    if (credentials != null && credentials.isToken()) {
      return as(credentials, refused);
    }
    for (String line : challenge.allValues("WWW-Authenticate")) {
      if (line.regionMatches(true, 0, "Bearer ", 0, 7)) {
        keep(key(refused), token(line));
        return true;
      }
      if (line.regionMatches(true, 0, "Basic", 0, 5) && credentials != null) {
        return as(credentials, refused);
      }
    }
    return false;
  }

  /** False when it was refused with them already; others may have sent theirs meanwhile. */
  private boolean as(Credentials known, HttpRequest refused) throws RegistryException {
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

  private static void add(StringBuilder query, String name, String value) {
    query.append(query.isEmpty() ? "" : "&").append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private Token token(String challenge) throws IOException {
    String realm = "";
    StringBuilder query = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(challenge);
    while (parameter.find()) {
      if (parameter.group(1).equals("realm")) {
        realm = parameter.group(2);
      } else if (parameter.group(1).equals("service")) {
        add(query, "service", parameter.group(2));
      } else if (parameter.group(1).equals("scope")) {
        // a mount needs two, which a registry writes in one line and its token service takes one by one
        SCOPES.splitAsStream(parameter.group(2)).forEach(scope -> add(query, "scope", scope));
      }
    }
    URI service = Transport.trusted(registry, realm + (realm.contains("?") ? "&" : "?") + query);
    String known = credentials == null ? null : credentials.header();
    HttpResponse<InputStream> answer = http.send(() -> {
      HttpRequest.Builder request = HttpRequest.newBuilder(service).timeout(LIMIT);
      return known == null ? request : request.header("Authorization", known);
    });
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
      long seconds = Math.clamp(json.path("expires_in").asLong(DEFAULT_SECONDS), 0, 86_400);
      // a little less: it must be good still when it arrives
      return new Token("Bearer " + token, System.nanoTime() + Duration.ofSeconds(seconds).toNanos() * 9 / 10, challenge);
    } catch (ImageFormatException e) {
      throw new RegistryException("the token service of " + registry + " gave no token", e);
    }
  }
}
