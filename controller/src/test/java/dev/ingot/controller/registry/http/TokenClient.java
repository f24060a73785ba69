package dev.ingot.controller.registry.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client of a registry as `docker` is one: asks without credentials, and gets a token where the 401 tells it to. */
final class TokenClient {
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern CHALLENGE = Pattern.compile("(realm|service|scope|error)=\"([^\"]*)\"");
  private final String origin;
  private final String credentials;
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  TokenClient(String origin, String user, String password) {
    this.origin = origin;
    this.credentials = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws IOException, InterruptedException {
    String key = method + path.replaceFirst("/(blobs|manifests|tags|referrers)/.*", "");
    HttpResponse<byte[]> answer = raw(method, path, body, tokens.get(key), headers);
    if (answer.statusCode() != 401) {
      return answer;
    }
    Map<String, String> challenge = new ConcurrentHashMap<>();
    Matcher matcher = CHALLENGE.matcher(answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    while (matcher.find()) {
      challenge.put(matcher.group(1), matcher.group(2));
    }
    HttpResponse<byte[]> issued = token(challenge.get("realm"), challenge.get("service"), challenge.get("scope"));
    if (issued.statusCode() != 200) {
      return issued;
    }
    tokens.put(key, "Bearer " + new JsonMapper().readTree(issued.body()).path("token").asString());
    return raw(method, path, body, tokens.get(key), headers);
  }

  /** Asks for a token with the user's credentials. */
  HttpResponse<byte[]> token(String realm, String service, @Nullable String scope) throws IOException, InterruptedException {
    String query = "?service=" + encode(service) + (scope == null ? "" : "&scope=" + encode(scope));
    return raw("GET", realm.replaceFirst("^https?://[^/]*", "") + query, new byte[0], credentials);
  }

  /** Without anything but this Authorization header. */
  HttpResponse<byte[]> raw(String method, String path, byte[] body, @Nullable String authorization, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(30))
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
