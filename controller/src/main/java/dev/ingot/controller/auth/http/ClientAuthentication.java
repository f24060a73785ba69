package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Clients;
import dev.ingot.controller.auth.OAuthClient;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which client sends a request, proved by Basic credentials or the form fields `client_id` and `client_secret` (RFC 6749 §2.3). */
@Component
class ClientAuthentication {
  private final Clients clients;

  ClientAuthentication(Clients clients) {
    this.clients = clients;
  }

  /** The client; 401 invalid_client when it is unknown or its secret is wrong. */
  OAuthClient require(HttpServletRequest request, Map<String, String> form) {
    String authorization = request.getHeader("Authorization");
    var credentials = authorization == null
        ? Optional.of(new BasicCredentials(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", ""))) : BasicCredentials.of(authorization);
    return credentials.flatMap(pair -> clients.authenticate(pair.name(), pair.password(), ClientAddress.of(request)))
        .orElseThrow(() -> new UaaException(401, "invalid_client", "Bad credentials"));
  }
}
