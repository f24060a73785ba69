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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers a registry's question for who we are: basic, or a token from the service it names (source: distribution-spec, token
 * authentication). Thread-safe.
 */
final class RegistryLogin {
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]{0,2048})\"");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_TOKEN = 64 << 10;

  private final URI registry;
  private final @Nullable Credentials credentials;
  private final HttpClient http;
  private volatile @Nullable String header;

  RegistryLogin(URI registry, @Nullable Credentials credentials, HttpClient http) {
    this.registry = registry;
    this.credentials = credentials;
    this.http = http;
  }

  /** What to send in `Authorization`; null = nothing yet. */
  @Nullable String header() {
    return header;
  }

  /** Prepares the answer to a 401. False when there is none to give. */
  boolean answer(HttpHeaders challenge) throws IOException, InterruptedException {
    for (String line : challenge.allValues("WWW-Authenticate")) {
      if (line.regionMatches(true, 0, "Bearer ", 0, 7)) {
        header = "Bearer " + token(line);
        return true;
      }
      if (line.regionMatches(true, 0, "Basic", 0, 5) && credentials != null) {
        header = credentials.header();
        return true;
      }
    }
    return false;
  }

  private String token(String challenge) throws IOException, InterruptedException {
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
      return token;
    } catch (ImageFormatException e) {
      throw new RegistryException("the token service of " + registry + " gave no token", e);
    }
  }
}
