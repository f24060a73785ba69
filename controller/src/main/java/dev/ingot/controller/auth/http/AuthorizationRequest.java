package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Clients;
import dev.ingot.controller.auth.OAuthClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request for an authorization code (RFC 6749 §4.1.1, RFC 7636) of a client that may make one.
 *
 * @param redirect where the answer goes
 * @param redirectAsked as the request named it, which the request for tokens must repeat; "" when it did not
 */
record AuthorizationRequest(OAuthClient client, String redirect, String redirectAsked, Map<String, String> parameters) {
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /** The request; 400 when there is no place that an error could be sent to: an unknown client, or a redirect URI that is not its own. */
  static AuthorizationRequest of(Clients clients, Map<String, String> parameters, String ownPage) {
    String id = parameters.getOrDefault("client_id", "");
    var client = (id.indexOf('\0') >= 0 ? Optional.<OAuthClient>empty() : clients.find(id)).filter(found -> found.grantTypes().contains(OAuthClient.CODE))
        .orElseThrow(() -> new UaaException(401, "invalid_client", "No client with requested id, or it may not ask for authorization codes"));
    String asked = parameters.getOrDefault(Grants.REDIRECT, "");
    if (!asked.isEmpty() && !client.mayRedirectTo(asked) || asked.isEmpty() && client.redirectUris().size() > 1) {
      throw new UaaException(400, "invalid_request", "redirect_uri is missing, or is none of those registered for the client " + client.id());
    }
    String redirect = !asked.isEmpty() ? asked : client.redirectUris().stream().findFirst().orElse(ownPage);
    return new AuthorizationRequest(client, redirect, asked, parameters);
  }

  /** What is wrong with the rest of it, as the error's name; empty when nothing is. */
  Optional<String> problem(boolean withToken) {
    if (!"code".equals(parameters.get("response_type"))) {
      return Optional.of("unsupported_response_type");
    }
    String challenge = challenge();
    String method = parameters.getOrDefault("code_challenge_method", challenge.isEmpty() ? "" : "plain");
    boolean proves = method.equals("S256") && CHALLENGE.matcher(challenge).matches();
    if (proves || challenge.isEmpty() && method.isEmpty() && (!client.isPublic() || withToken)) {
      return tooLong() ? Optional.of("invalid_request") : Optional.empty();
    }
    return Optional.of("invalid_request");
  }

  String challenge() {
    return parameters.getOrDefault(Grants.CHALLENGE, "");
  }

  /** The redirect URI with this answer and the request's `state`. */
  String answer(String name, String value) {
    String state = parameters.get("state");
    return redirect + (redirect.contains("?") ? "&" : "?") + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)
        + (state == null ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
  }

  private boolean tooLong() {
    return parameters.values().stream().mapToInt(String::length).sum() > 4000;
  }
}
