package dev.ingot.controller.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What our own signature stands under. A token comes with every request of its client, and checking an RSA signature costs more than the rest
 * of a small request: the last ones that were in order are remembered, until their key is withdrawn. Whether one is too old or revoked is for
 * the caller to look at. Thread-safe.
 */
final class SignedTokens {
  static final String USE = "token_use";
  private static final int MAX_LENGTH = 16_384;
  private static final int REMEMBERED = 1_000;
  private static final int MAX_REMEMBERED_LENGTH = 4_096;

  private final SigningKeys keys;
  private final Map<String, Signed> known = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Signed> eldest) {
      return size() > REMEMBERED;
    }
  });

  SignedTokens(SigningKeys keys) {
    this.keys = keys;
  }

  /** What a token may be used for. */
  enum Use { ACCESS, REFRESH_TOKEN, ID, REGISTRY }

  /** What stands in a token; `userGuid` is null for a client's own token. */
  record Claims(String jti, @Nullable String userGuid, String clientId, Instant issued, Instant expires, Set<String> scopes, Use use,
      Map<String, Object> all) {}

  private record Signed(String keyId, Claims claims) {}

  /** The claims of a token that one of our keys signed; empty for anything else. */
  Optional<Claims> claims(String token) {
    Signed remembered = known.get(token);
    if (remembered != null) {
      return keys.byId(remembered.keyId).map(key -> remembered.claims);
    }
    Optional<Signed> signed = verify(token);
    if (token.length() <= MAX_REMEMBERED_LENGTH) {
      signed.ifPresent(good -> known.put(token, good));
    }
    return signed.map(Signed::claims);
  }

  // The algorithm comes from us, never from the token: RSASSAVerifier and the check refuse `none` and HMAC with the public key.
  private Optional<Signed> verify(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      String kid = jwt.getHeader().getKeyID();
      var key = kid == null ? Optional.<com.nimbusds.jose.jwk.RSAKey>empty() : keys.byId(kid);
      if (key.isEmpty() || !JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(new RSASSAVerifier(key.get().toRSAPublicKey()))) {
        return Optional.empty();
      }
      var claims = jwt.getJWTClaimsSet();
      String client = claims.getStringClaim("client_id");
      if (claims.getExpirationTime() == null || claims.getIssueTime() == null || claims.getSubject() == null || claims.getJWTID() == null || client == null) {
        return Optional.empty();
      }
      var scopes = claims.getStringListClaim("scope");
      String use = claims.getStringClaim(USE);
      return Optional.of(new Signed(kid, new Claims(claims.getJWTID(), claims.getStringClaim("user_id"), client, claims.getIssueTime().toInstant(),
          claims.getExpirationTime().toInstant(), scopes == null ? Set.of() : Set.copyOf(scopes), use == null ? Use.ACCESS : Use.valueOf(use), claims.getClaims())));
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
