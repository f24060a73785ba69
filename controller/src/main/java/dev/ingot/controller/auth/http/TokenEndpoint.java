package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.OAuthClient;
import dev.ingot.controller.auth.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/oauth/token`: tokens, as UAA gives them (cf-cli-contract.md §1.4). */
@RestController
@RequestMapping({"/oauth/token", "/uaa/oauth/token"})
class TokenEndpoint {
  private final ClientAuthentication clients;
  private final Grants grants;

  TokenEndpoint(ClientAuthentication clients, Grants grants) {
    this.clients = clients;
    this.grants = grants;
  }

  @PostMapping
  ResponseEntity<Map<String, Object>> token(HttpServletRequest request, @RequestParam Map<String, String> form) {
    var client = clients.require(request, form);
    String grant = form.getOrDefault("grant_type", "");
    if (!OAuthClient.GRANTS.contains(grant)) {
      throw new UaaException(400, "unsupported_grant_type", "Unsupported grant type: use one of " + String.join(", ", OAuthClient.GRANTS.stream().sorted().toList()));
    }
    if (!client.grantTypes().contains(grant)) {
      throw new UaaException(401, "unauthorized_client", "Unauthorized grant type: " + grant);
    }
    var pair = switch (grant) {
      case OAuthClient.PASSWORD -> form.containsKey("passcode") ? grants.passcode(client, form) : grants.password(client, form, ClientAddress.of(request));
      case OAuthClient.REFRESH -> grants.refresh(client, form);
      case OAuthClient.CODE -> grants.code(client, form);
      default -> grants.credentials(client, form);
    };
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body(pair));
  }

  private static Map<String, Object> body(Tokens.Pair pair) {
    var body = new LinkedHashMap<String, Object>();
    body.put("access_token", pair.accessToken());
    body.put("token_type", "bearer");
    if (pair.idToken() != null) {
      body.put("id_token", pair.idToken());
    }
    if (pair.refreshToken() != null) {
      body.put("refresh_token", pair.refreshToken());
    }
    body.put("expires_in", pair.expiresIn());
    body.put("scope", pair.scope());
    body.put("jti", pair.jti());
    return body;
  }
}
