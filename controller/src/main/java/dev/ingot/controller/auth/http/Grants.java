package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Logins;
import dev.ingot.controller.auth.OAuthClient;
import dev.ingot.controller.auth.OneTimeCodes;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.auth.Tokens.How;
import dev.ingot.controller.auth.Tokens.Pair;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a client can show for a token: a password, a one-time code, a refresh token, or itself (RFC 6749 §4, §6). The client is known already. */
@Component
class Grants {
  static final String CLIENT = "client_id";
  static final String REDIRECT = "redirect_uri";
  static final String SCOPES = "scope";
  static final String NONCE = "nonce";
  static final String CHALLENGE = "code_challenge";
  static final String AUTH_TIME = "auth_time";
  private static final String UNKNOWN_ORIGIN = "The origin provided in the login_hint does not match an active Identity Provider, that supports password grant.";
  private static final JsonMapper JSON = new JsonMapper();
  private final Logins logins;
  private final OneTimeCodes codes;
  private final Tokens tokens;

  Grants(Logins logins, OneTimeCodes codes, Tokens tokens) {
    this.logins = logins;
    this.codes = codes;
    this.tokens = tokens;
  }

  Pair password(OAuthClient client, Map<String, String> form, @Nullable String address) {
    String origin = origin(form.get("login_hint"));
    if (!origin.isEmpty() && !origin.equals("uaa")) {
      throw new UaaException(401, "unauthorized", UNKNOWN_ORIGIN);
    }
    return switch (logins.check(form.getOrDefault("username", ""), form.getOrDefault("password", ""), address)) {
      case Logins.Result.Welcome welcome -> issue(welcome.caller(), client, form, new How(OAuthClient.PASSWORD, null, null));
      case Logins.Result.Wrong wrong -> throw new UaaException(401, "unauthorized", "Bad credentials");
      case Logins.Result.Locked locked -> throw new UaaException(401, "unauthorized",
          "Your account has been locked because of too many failed attempts to login.");
      case Logins.Result.TooMany many -> throw new UaaException(429, "too_many_requests", "Too many failed logins from this address: wait a few minutes");
    };
  }

  Pair passcode(OAuthClient client, Map<String, String> form) {
    var meaning = codes.take(OneTimeCodes.Kind.PASSCODE, form.get("passcode")).orElseThrow(() -> new UaaException(401, "unauthorized", "Invalid passcode"));
    var user = user(meaning).orElseThrow(() -> new UaaException(401, "unauthorized", "Invalid passcode"));
    return issue(user, client, form, new How(OAuthClient.PASSWORD, time(meaning), null));
  }

  Pair refresh(OAuthClient client, Map<String, String> form) {
    return tokens.refresh(form.getOrDefault("refresh_token", ""), client, scopes(form.get(SCOPES)))
        .orElseThrow(() -> new UaaException(401, "invalid_token", "The token expired, was revoked, or the user was removed. Log in again."));
  }

  Pair credentials(OAuthClient client, Map<String, String> form) {
    if (client.isPublic()) {
      throw new UaaException(401, "unauthorized_client", "A client without a secret cannot get tokens for itself");
    }
    return tokens.issue(client, scopes(form.get(SCOPES))).orElseThrow(Grants::invalidScope);
  }

  Pair code(OAuthClient client, Map<String, String> form) {
    var meaning = codes.take(OneTimeCodes.Kind.AUTHORIZATION, form.getOrDefault("code", "")).orElseThrow(() -> invalidGrant("Invalid authorization code"));
    var data = meaning.data();
    if (!client.id().equals(data.get(CLIENT)) || !data.getOrDefault(REDIRECT, "").equals(form.getOrDefault(REDIRECT, ""))) {
      throw invalidGrant("The authorization code was issued to another client, or for another redirect_uri");
    }
    String challenge = data.getOrDefault(CHALLENGE, "");
    if (!challenge.isEmpty() && !challenge.equals(challengeOf(form.getOrDefault("code_verifier", "")))) {
      throw invalidGrant("Invalid code verifier");
    }
    var user = user(meaning).orElseThrow(() -> invalidGrant("The user was removed"));
    return tokens.issue(user, client, scopes(data.get(SCOPES)), new How(OAuthClient.CODE, time(meaning), data.get(NONCE))).orElseThrow(Grants::invalidScope);
  }

  /** Scopes of a request: separated by blanks (or commas, as some clients of UAA do). */
  static Set<String> scopes(@Nullable String text) {
    var scopes = new TreeSet<String>();
    if (text != null) {
      for (String scope : text.split("[\\s,]+")) {
        if (!scope.isEmpty()) {
          scopes.add(scope);
        }
      }
    }
    return scopes;
  }

  /** The `origin` of a `login_hint={"origin":"…"}`; empty without one. */
  static String origin(@Nullable String hint) {
    try {
      return hint == null || hint.isBlank() ? "" : JSON.readTree(hint).path("origin").asString("");
    } catch (JacksonException e) {
      return "";
    }
  }

  private Pair issue(Caller user, OAuthClient client, Map<String, String> form, How how) {
    if (!client.allows(user.origin())) {
      throw new UaaException(401, "unauthorized", "The client " + client.id() + " is not for users of the origin " + user.origin());
    }
    return tokens.issue(user, client, scopes(form.get(SCOPES)), how).orElseThrow(Grants::invalidScope);
  }

  // A code can do no more than what it was got with.
  private Optional<Caller> user(OneTimeCodes.Meaning meaning) {
    return Optional.ofNullable(meaning.userGuid()).flatMap(logins::known).map(user -> user.within(scopes(meaning.data().get(SCOPES))));
  }

  private static Instant time(OneTimeCodes.Meaning meaning) {
    return Instant.ofEpochSecond(Long.parseLong(meaning.data().getOrDefault(AUTH_TIME, "0")));
  }

  private static String challengeOf(String verifier) {
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UaaException invalidGrant(String why) {
    return new UaaException(400, "invalid_grant", why);
  }

  private static UaaException invalidScope() {
    return new UaaException(400, "invalid_scope", "Neither the user nor the client has any of the scopes that were asked for");
  }
}
