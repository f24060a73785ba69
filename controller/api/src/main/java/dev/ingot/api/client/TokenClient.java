package dev.ingot.api.client;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Logs in at the platform's UAA endpoints, as the public client `cf` with an empty secret. Thread-safe. */
public final class TokenClient {
  private static final String CLIENT = "Basic " + Base64.getEncoder().encodeToString("cf:".getBytes(StandardCharsets.UTF_8));

  private final Transport transport;
  private final Clock clock;

  public TokenClient(Transport transport, Clock clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /** Tokens for a user. INVALID_AUTH_TOKEN with the server's words when the password is wrong or the user is locked. */
  public Tokens login(String username, String password) {
    return login(username, password, "");
  }

  /** The same for a user elsewhere, whose address wrong passwords are counted by; believed only from a process on the platform's own machine. */
  public Tokens login(String username, String password, String address) {
    return ask(Map.of("grant_type", "password", "username", username, "password", password), "", address);
  }

  /** New tokens for old ones. INVALID_AUTH_TOKEN when they ended or were revoked: log in again. */
  public Tokens refresh(String refreshToken) {
    return ask(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken), refreshToken, "");
  }

  private Tokens ask(Map<String, String> form, String knownRefreshToken, String address) {
    String body = form.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    HttpRequest.Builder request = transport.request("/uaa/oauth/token").header("Authorization", CLIENT)
        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body));
    if (!address.isEmpty()) {
      request.header("X-Forwarded-For", address);
    }
    JsonNode answer = Transport.JSON.readTree(Transport.body(transport.send(request.build())));
    return new Tokens(answer.path("access_token").asString(""), answer.path("refresh_token").asString(knownRefreshToken),
        clock.instant().plusSeconds(answer.path("expires_in").asLong(0)));
  }

  Clock clock() {
    return clock;
  }
}
