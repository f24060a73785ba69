package dev.ingot.controller.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ingot.controller.auth.SignedTokens.Claims;
import dev.ingot.controller.auth.SignedTokens.Use;
import dev.ingot.controller.auth.db.TokenStore;
import dev.ingot.controller.auth.db.UserStore;
import dev.ingot.controller.config.IngotProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Issues, checks and revokes tokens (claims: cf-cli-contract.md §1.5). Thread-safe. */
@Component
public class Tokens {
  /** The longest an access token of any client may be good. */
  public static final Duration MAX_ACCESS = Duration.ofDays(1);
  /** The longest a refresh token of any client may be good. */
  public static final Duration MAX_REFRESH = Duration.ofDays(366);
  /** How long a token for the registry is good: an upload that takes longer asks again. */
  public static final Duration REGISTRY_ACCESS = Duration.ofMinutes(15);
  /** Claim of a registry token that one of our own processes got for the join token. */
  private static final String OURS = "own_process";

  private final SigningKeys keys;
  private final SignedTokens signed;
  private final TokenStore store;
  private final UserStore users;
  private final Clients clients;
  private final Clock clock;
  private final String issuer;

  Tokens(SigningKeys keys, TokenStore store, UserStore users, Clients clients, IngotProperties properties, Clock clock) {
    this.keys = keys;
    this.signed = new SignedTokens(keys);
    this.store = store;
    this.users = users;
    this.clients = clients;
    this.clock = clock;
    this.issuer = properties.externalUrl().toString().replaceAll("/+$", "") + "/uaa/oauth/token";
  }

  /** Tokens as they go to the client; `expiresIn` in seconds; no refresh token for a client that may not have one, or is itself the subject. */
  public record Pair(String accessToken, @Nullable String refreshToken, @Nullable String idToken, long expiresIn, String scope, String jti) {}

  /**
   * How a user came to a token.
   *
   * @param grant the OAuth grant type
   * @param authenticatedAt when the user proved who it is; null = now
   * @param nonce what an ID token must repeat; null = none
   */
  public record How(String grant, @Nullable Instant authenticatedAt, @Nullable String nonce) {}

  /** A token that is in order, with the caller it stands for and all its claims. */
  public record Checked(Caller caller, Map<String, Object> claims) {}

  /**
   * What a token for the registry stands for. It can do no more than its caller, who is looked up again.
   *
   * @param access repository as the client wrote it → actions (`pull`, `push`, `delete`)
   */
  public record ForRegistry(Caller caller, Map<String, Set<String>> access) {}

  /** Who issues the tokens, as it stands in them: `<external url>/uaa/oauth/token`. */
  public String issuer() {
    return issuer;
  }

  /** Tokens for a user that just proved who it is, of a client that exists, with all scopes that both have. */
  public Pair issue(Caller user, String clientId) {
    return issue(user, clients.find(clientId).orElseThrow(), Set.of(), new How(OAuthClient.PASSWORD, null, null)).orElseThrow();
  }

  /** Tokens for a user. `wanted` scopes, none = all; empty when scopes were wanted and the user or the client has none of them. */
  public Optional<Pair> issue(Caller user, OAuthClient client, Set<String> wanted, How how) {
    return scopes(user.scopes(), client.scopes(), wanted).map(scopes -> pair(user, client, scopes, how,
        client.grantTypes().contains(OAuthClient.REFRESH) ? newRefresh(user, client, scopes) : null));
  }

  /** A token for a client itself, with its authorities. */
  public Optional<Pair> issue(OAuthClient client, Set<String> wanted) {
    var authorities = new TreeSet<>(client.authorities());
    authorities.remove(Scopes.NONE);
    return scopes(authorities, authorities, wanted).map(scopes -> {
      String jti = newId();
      var claims = common(jti, client.id(), client, client.accessToken(), scopes).claim("authorities", List.copyOf(scopes))
          .claim("grant_type", OAuthClient.CREDENTIALS).build();
      return new Pair(sign(claims), null, null, client.accessToken().toSeconds() - 1, String.join(" ", scopes), jti);
    });
  }

  /**
   * New tokens for a refresh token of this client; empty when it is not good any more. The refresh token stays the same for half its life,
   * and the old one stays good when a new one is made, so two clients that share it do not throw each other out.
   */
  public Optional<Pair> refresh(String refreshToken, OAuthClient client, Set<String> wanted) {
    return verify(refreshToken).filter(claims -> claims.use() == Use.REFRESH_TOKEN && claims.clientId().equals(client.id()) && claims.userGuid() != null)
        .filter(claims -> store.refreshable(claims.jti(), claims.userGuid(), clock.instant()))
        .flatMap(claims -> caller(claims).filter(user -> client.allows(user.origin())).flatMap(user -> scopes(user.scopes(), client.scopes(), wanted)
            .map(scopes -> pair(user, client, scopes, new How(OAuthClient.REFRESH, null, null),
                claims.expires().isAfter(clock.instant().plus(client.refreshToken().dividedBy(2))) ? refreshToken
                    : newRefresh(user, client, Scopes.both(user.scopes(), client.scopes()))))));
  }

  /**
   * A token that opens the registry only (source: distribution-spec's token authentication, as Docker documents it).
   *
   * @param service the registry's host, as the client named it
   * @param access see {@link ForRegistry}
   */
  public String issueForRegistry(Caller caller, String service, Map<String, Set<String>> access) {
    var now = clock.instant();
    List<Map<String, Object>> entries = new ArrayList<>();
    access.forEach((name, actions) -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("type", "repository");
      entry.put("name", name);
      entry.put("actions", actions.stream().sorted().toList());
      entries.add(entry);
    });
    var claims = new JWTClaimsSet.Builder().jwtID(newId()).subject(caller.guid()).issuer(issuer).audience(service).issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(REGISTRY_ACCESS))).claim("client_id", caller.kind() == Caller.Kind.USER ? OAuthClient.CF : caller.guid())
        .claim("scope", List.copyOf(caller.scopes())).claim("access", entries).claim(SignedTokens.USE, Use.REGISTRY.name());
    if (caller.kind() == Caller.Kind.USER) {
      claims.claim("user_id", caller.guid());
    }
    if (caller.kind() == Caller.Kind.CELL) {
      claims.claim(OURS, true);
    }
    return sign(claims.build());
  }

  /** What a token for the registry may; empty when it is none, or not good any more. */
  public Optional<ForRegistry> registry(String token) {
    return verify(token).filter(claims -> claims.use() == Use.REGISTRY)
        .flatMap(claims -> registryCaller(claims).map(caller -> new ForRegistry(caller, access(claims.all().get("access")))));
  }

  private Optional<Caller> registryCaller(Claims claims) {
    return Boolean.TRUE.equals(claims.all().get(OURS)) ? Optional.of(Caller.CELL) : caller(claims);
  }

  private static Map<String, Set<String>> access(@Nullable Object claim) {
    Map<String, Set<String>> access = new HashMap<>();
    if (claim instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> fields && fields.get("name") instanceof String name && fields.get("actions") instanceof List<?> actions) {
          access.put(name, actions.stream().map(String::valueOf).collect(java.util.stream.Collectors.toUnmodifiableSet()));
        }
      }
    }
    return access;
  }

  /** The caller an access token stands for; empty when it is forged, too old or revoked, or its user or client is gone. */
  public Optional<Caller> caller(String accessToken) {
    return check(accessToken).map(Checked::caller);
  }

  /** The same with all claims. */
  public Optional<Checked> check(String accessToken) {
    return verify(accessToken).filter(claims -> claims.use() == Use.ACCESS)
        .flatMap(claims -> caller(claims).map(caller -> new Checked(caller, claims.all())));
  }

  /**
   * Makes the token with this id useless. An admin may end anybody's; a user its own: what it says of an access token holds for its own
   * tokens only, since ids of access tokens are not kept. False when it is another's refresh token.
   */
  public boolean revoke(String jti, Caller caller) {
    boolean anybody = caller.scopes().contains(Scopes.TOKENS_REVOKE) || caller.scopes().contains(Scopes.UAA_ADMIN);
    var owner = store.ownerOfRefresh(jti);
    if (owner.isEmpty()) {
      store.revoke(jti, anybody ? null : caller.guid(), clock.instant().plus(MAX_ACCESS), clock.instant());
      return true;
    }
    if (anybody || owner.get().equals(caller.guid())) {
      store.removeRefresh(jti);
      return true;
    }
    return false;
  }

  /** Ends all sessions of a user; false when there is none of this guid. */
  public boolean revokeUser(String guid) {
    return store.endUser(guid, clock.instant());
  }

  /** Ends all sessions of a client; false when there is none of this id. */
  public boolean revokeClient(String id) {
    return store.endClient(id, clock.instant());
  }

  private Pair pair(Caller user, OAuthClient client, Set<String> scopes, How how, @Nullable String refreshToken) {
    String jti = newId();
    var authenticated = how.authenticatedAt() == null ? clock.instant() : how.authenticatedAt();
    var claims = common(jti, user.guid(), client, client.accessToken(), scopes);
    user(claims, user).claim("grant_type", how.grant()).claim("auth_time", authenticated.getEpochSecond());
    boolean wantsId = how.grant().equals(OAuthClient.CODE) && scopes.contains(Scopes.OPENID);
    return new Pair(sign(claims.build()), refreshToken, wantsId ? idToken(user, client, scopes, how, authenticated) : null,
        client.accessToken().toSeconds() - 1, String.join(" ", scopes), jti);
  }

  private String idToken(Caller user, OAuthClient client, Set<String> scopes, How how, Instant authenticated) {
    var now = clock.instant();
    var claims = new JWTClaimsSet.Builder().jwtID(newId()).subject(user.guid()).issuer(issuer).audience(client.id()).issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(client.accessToken()))).claim("azp", client.id()).claim("auth_time", authenticated.getEpochSecond())
        .claim("nonce", how.nonce()).claim(SignedTokens.USE, Use.ID.name()).claim("preferred_username", user.name());
    user(claims, user);
    users.profile(user.guid()).ifPresent(profile -> claims.claim("email", profile.email()).claim("email_verified", profile.verified())
        .claim("given_name", profile.givenName()).claim("family_name", profile.familyName()));
    if (scopes.contains(Scopes.ROLES)) {
      claims.claim("roles", users.user(user.guid()).map(current -> List.copyOf(new TreeSet<>(current.scopes()))).orElse(List.of()));
    }
    return sign(claims.build());
  }

  private JWTClaimsSet.Builder common(String jti, String subject, OAuthClient client, Duration life, Collection<String> scopes) {
    var now = clock.instant();
    var audience = new TreeSet<>(Set.of("cloud_controller", client.id()));
    scopes.stream().filter(scope -> scope.contains(".")).forEach(scope -> audience.add(scope.substring(0, scope.lastIndexOf('.'))));
    return new JWTClaimsSet.Builder().jwtID(jti).subject(subject).issuer(issuer).audience(List.copyOf(audience)).issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(life))).claim("client_id", client.id()).claim("cid", client.id()).claim("azp", client.id())
        .claim("scope", List.copyOf(scopes)).claim("zid", "uaa").claim("revocable", true);
  }

  private static JWTClaimsSet.Builder user(JWTClaimsSet.Builder claims, Caller user) {
    return claims.claim("user_id", user.guid()).claim("user_name", user.name()).claim("origin", user.origin());
  }

  private String newRefresh(Caller user, OAuthClient client, Set<String> scopes) {
    String jti = newId() + "-r";
    store.addRefresh(jti, new TokenStore.Refresh(user.guid(), client.id()), clock.instant().plus(client.refreshToken()), clock.instant());
    return sign(user(common(jti, user.guid(), client, client.refreshToken(), scopes), user).claim(SignedTokens.USE, Use.REFRESH_TOKEN.name()).build());
  }

  private static Optional<Set<String>> scopes(Collection<String> owned, Collection<String> allowed, Set<String> wanted) {
    var common = Scopes.both(owned, allowed);
    if (!wanted.isEmpty()) {
      common.retainAll(wanted);
    }
    return wanted.isEmpty() || !common.isEmpty() ? Optional.of(common) : Optional.empty();
  }

  // A scope that was taken from the user or client since is gone from its tokens at once.
  private Optional<Caller> caller(Claims claims) {
    var token = new UserStore.TokenFacts(claims.jti(), claims.issued(), claims.clientId());
    if (claims.userGuid() == null) {
      return users.client(token).map(client -> client.with(Scopes.both(claims.scopes(), client.scopes())));
    }
    return users.user(claims.userGuid(), token).map(user -> {
      var has = new TreeSet<>(user.scopes());
      has.addAll(Scopes.EVERYBODY);
      return user.with(Scopes.both(claims.scopes(), has));
    });
  }

  private String sign(JWTClaimsSet claims) {
    try {
      var key = keys.active();
      var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).type(com.nimbusds.jose.JOSEObjectType.JWT).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  private Optional<Claims> verify(String token) {
    return signed.claims(token).filter(claims -> claims.expires().isAfter(clock.instant()));
  }

  private static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
