package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.OAuthClient;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.http.Links;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The OpenID Connect discovery document (OpenID Connect Discovery 1.0 §3), at the issuer and where UAA has it. */
@RestController
class DiscoveryEndpoint {
  private final Links links;
  private final Tokens tokens;

  DiscoveryEndpoint(Links links, Tokens tokens) {
    this.links = links;
    this.tokens = tokens;
  }

  @GetMapping({"/.well-known/openid-configuration", "/uaa/.well-known/openid-configuration", "/oauth/token/.well-known/openid-configuration",
      "/uaa/oauth/token/.well-known/openid-configuration"})
  Map<String, Object> document() {
    var all = new LinkedHashMap<String, Object>();
    all.put("issuer", tokens.issuer());
    all.put("authorization_endpoint", links.href("/uaa/oauth/authorize"));
    all.put("token_endpoint", links.href("/uaa/oauth/token"));
    all.put("userinfo_endpoint", links.href("/uaa/userinfo"));
    all.put("jwks_uri", links.href("/uaa/token_keys"));
    all.put("introspection_endpoint", links.href("/uaa/introspect"));
    all.put("end_session_endpoint", links.href("/uaa/logout.do"));
    all.put("scopes_supported", List.of(Scopes.OPENID, "profile", "email", Scopes.ROLES));
    all.put("response_types_supported", List.of("code"));
    all.put("grant_types_supported", OAuthClient.GRANTS.stream().sorted().toList());
    all.put("subject_types_supported", List.of("public"));
    all.put("id_token_signing_alg_values_supported", List.of("RS256"));
    all.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post", "none"));
    all.put("code_challenge_methods_supported", List.of("S256"));
    all.put("claims_supported", List.of("sub", "user_name", "origin", "iss", "auth_time", "client_id", "aud", "exp", "iat", "jti", "nonce", "preferred_username",
        "given_name", "family_name", "email", "email_verified", "roles"));
    return all;
  }
}
