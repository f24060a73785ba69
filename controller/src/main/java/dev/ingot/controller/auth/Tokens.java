package dev.ingot.controller.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ingot.controller.auth.db.TokenStore;
import dev.ingot.controller.auth.db.UserStore;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Issues, checks and revokes tokens (claims: cf-cli-contract.md §1.5). Thread-safe. */
@Component
public class Tokens {
  /** How long an access token is good. */
  public static final Duration ACCESS = Duration.ofSeconds(600);
  /** How long a refresh token is good. */
  public static final Duration REFRESH = Duration.ofDays(30);
  private static final int MAX_LENGTH = 16_384;
  private static final String REFRESH_USE = "refresh_token";
  private static final List<String> USER_SCOPES = List.of("cloud_controller.read", "cloud_controller.write", "openid", "password.write", "uaa.user");

  private final SigningKey key;
  private final TokenStore store;
  private final UserStore users;
  private final Clock clock;

  Tokens(SigningKey key, TokenStore store, UserStore users, Clock clock) {
    this.key = key;
    this.store = store;
    this.users = users;
    this.clock = clock;
  }

  /** A pair of tokens as they go to the client; `expiresIn` in seconds. */
  public record Pair(String accessToken, String refreshToken, long expiresIn, String scope, String jti) {}

  /** What a token that is in order says. */
  private record Claims(String jti, String userGuid, String clientId, Instant expires, boolean refresh) {}

  /** Tokens for a user that just proved who it is. */
  public Pair issue(Caller user, String clientId) {
    return pair(user, clientId, newRefresh(user, clientId));
  }

  /**
   * New tokens for a refresh token; empty when it is not good any more. The refresh token stays the same for half its life, and the old
   * one stays good when a new one is made, so two clients that share it do not throw each other out.
   */
  public Optional<Pair> refresh(String refreshToken) {
    return verify(refreshToken).filter(Claims::refresh)
        .filter(claims -> store.refreshable(claims.jti(), claims.userGuid(), clock.instant()))
        .flatMap(claims -> users.caller(claims.userGuid(), null).map(user -> pair(user, claims.clientId(),
            claims.expires().isAfter(clock.instant().plus(REFRESH.dividedBy(2))) ? refreshToken : newRefresh(user, claims.clientId()))));
  }

  /** The caller an access token stands for; empty when it is forged, too old or revoked, or its user is gone. */
  public Optional<Caller> caller(String accessToken) {
    return verify(accessToken).filter(claims -> !claims.refresh()).flatMap(claims -> users.caller(claims.userGuid(), claims.jti()));
  }

  /** Makes the token with this id useless: a refresh token of the caller (or of anybody, for an admin), or any access token id. */
  public void revoke(String jti, Caller caller) {
    var owner = store.ownerOfRefresh(jti);
    if (owner.isEmpty()) {
      store.revoke(jti, clock.instant().plus(ACCESS), clock.instant());
    } else if (owner.get().equals(caller.guid()) || caller.admin()) {
      store.removeRefresh(jti);
    }
  }

  /** The public keys as a JSON Web Key Set, for those who check tokens themselves. */
  public Map<String, Object> publicKeys() {
    var jwk = new RSAKey.Builder(key.get().toPublicJWK()).algorithm(JWSAlgorithm.RS256).keyUse(com.nimbusds.jose.jwk.KeyUse.SIGNATURE).build();
    return Map.of("keys", List.of(jwk.toJSONObject()));
  }

  private Pair pair(Caller user, String clientId, String refreshToken) {
    var now = clock.instant();
    var scopes = new TreeSet<>(USER_SCOPES);
    scopes.addAll(user.scopes());
    String jti = newId();
    var claims = new JWTClaimsSet.Builder().jwtID(jti).subject(user.guid()).issuer("ingot").audience(List.of("cloud_controller", clientId))
        .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(ACCESS))).claim("user_id", user.guid()).claim("user_name", user.name())
        .claim("origin", user.origin()).claim("client_id", clientId).claim("cid", clientId).claim("azp", clientId)
        .claim("scope", List.copyOf(scopes)).claim("revocable", true).build();
    return new Pair(sign(claims), refreshToken, ACCESS.toSeconds() - 1, String.join(" ", scopes), jti);
  }

  private String newRefresh(Caller user, String clientId) {
    var now = clock.instant();
    String jti = newId() + "-r";
    store.addRefresh(jti, user.guid(), clientId, now.plus(REFRESH), now);
    return sign(new JWTClaimsSet.Builder().jwtID(jti).subject(user.guid()).issuer("ingot").issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(REFRESH))).claim("user_id", user.guid()).claim("user_name", user.name()).claim("origin", user.origin())
        .claim("client_id", clientId).claim("cid", clientId).claim("token_use", REFRESH_USE).build());
  }

  private String sign(JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.get().getKeyID()).build(), claims);
      jwt.sign(new RSASSASigner(key.get()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  // The algorithm comes from us, never from the token: RSASSAVerifier and the check refuse `none` and HMAC with the public key.
  private Optional<Claims> verify(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      if (!JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new RSASSAVerifier(key.get().toRSAPublicKey()))) {
        return Optional.empty();
      }
      var claims = jwt.getJWTClaimsSet();
      if (claims.getExpirationTime() == null || claims.getSubject() == null || claims.getJWTID() == null
          || !claims.getExpirationTime().toInstant().isAfter(clock.instant())) {
        return Optional.empty();
      }
      String client = claims.getStringClaim("client_id");
      return Optional.of(new Claims(claims.getJWTID(), claims.getSubject(), client == null ? "cf" : client, claims.getExpirationTime().toInstant(),
          REFRESH_USE.equals(claims.getStringClaim("token_use"))));
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
