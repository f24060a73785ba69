package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Logins;
import dev.ingot.controller.auth.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tokens, as UAA gives them (cf-cli-contract.md §1.4). The one client is `cf`, with an empty secret. */
@RestController
class TokenEndpoint {
  private static final String CLIENT = "cf";
  private final Logins logins;
  private final Tokens tokens;

  TokenEndpoint(Logins logins, Tokens tokens) {
    this.logins = logins;
    this.tokens = tokens;
  }

  @PostMapping({"/oauth/token", "/uaa/oauth/token"})
  ResponseEntity<Map<String, Object>> token(@RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
      @RequestParam Map<String, String> form) {
    requireClient(authorization, form);
    var pair = switch (form.getOrDefault("grant_type", "")) {
      case "password" -> password(form);
      case "refresh_token" -> tokens.refresh(form.getOrDefault("refresh_token", ""))
          .orElseThrow(() -> new UaaException(401, "invalid_token", "The token expired, was revoked, or the user was removed. Log in again."));
      case "client_credentials" -> throw new UaaException(401, "unauthorized_client", "The client " + CLIENT + " cannot use client_credentials");
      default -> throw new UaaException(400, "unsupported_grant_type", "Unsupported grant type: use password or refresh_token");
    };
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body(pair));
  }

  @DeleteMapping({"/oauth/token/revoke/{jti}", "/uaa/oauth/token/revoke/{jti}"})
  ResponseEntity<Void> revoke(@PathVariable String jti) {
    tokens.revoke(jti, UaaException.caller());
    return ResponseEntity.noContent().build();
  }

  @GetMapping({"/token_keys", "/uaa/token_keys"})
  Map<String, Object> keys() {
    return tokens.publicKeys();
  }

  private Tokens.Pair password(Map<String, String> form) {
    if (form.containsKey("passcode")) {
      throw new UaaException(401, "unauthorized", "One-time passcodes are not offered here: log in with user name and password");
    }
    return switch (logins.check(form.getOrDefault("username", ""), form.getOrDefault("password", ""))) {
      case Logins.Result.Welcome welcome -> tokens.issue(welcome.caller(), CLIENT);
      case Logins.Result.Wrong wrong -> throw new UaaException(401, "unauthorized", "Bad credentials");
      case Logins.Result.Locked locked -> throw new UaaException(401, "unauthorized",
          "Your account has been locked because of too many failed attempts to login.");
    };
  }

  private static void requireClient(@Nullable String authorization, Map<String, String> form) {
    String client = authorization == null ? form.getOrDefault("client_id", "") + ":" + form.getOrDefault("client_secret", "") : basic(authorization);
    if (!client.equals(CLIENT + ":")) {
      throw new UaaException(401, "invalid_client", "Bad client credentials");
    }
  }

  private static String basic(String authorization) {
    try {
      return authorization.regionMatches(true, 0, "basic ", 0, 6)
          ? new String(Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8) : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Map<String, Object> body(Tokens.Pair pair) {
    var body = new LinkedHashMap<String, Object>();
    body.put("access_token", pair.accessToken());
    body.put("token_type", "bearer");
    body.put("refresh_token", pair.refreshToken());
    body.put("expires_in", pair.expiresIn());
    body.put("scope", pair.scope());
    body.put("jti", pair.jti());
    return body;
  }
}
