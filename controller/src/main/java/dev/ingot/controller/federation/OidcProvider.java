package dev.ingot.controller.federation;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.ingot.controller.auth.IdentityProviders;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One OpenID Connect provider, as its client: the authorization code flow with PKCE. Signature, issuer, audience, nonce and times of ID tokens
 * are checked by Nimbus; only asymmetric algorithms are taken. Its discovery document is read when first needed and once an hour. Thread-safe.
 */
final class OidcProvider {
  private static final int TIMEOUT_MS = 5000;
  private static final int MAX_BYTES = 256 * 1024;
  private static final int CLOCK_SKEW_SECONDS = 60;
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.copyOf(JWSAlgorithm.Family.SIGNATURE.stream()
      .filter(algorithm -> JWSAlgorithm.Family.RSA.contains(algorithm) || JWSAlgorithm.Family.EC.contains(algorithm)).toList());

  private final String origin;
  private final IdentityProviders.Provider settings;
  private final Clock clock;
  private @Nullable OIDCProviderMetadata metadata;
  private @Nullable IDTokenValidator validator;
  private Instant readAt = Instant.EPOCH;

  OidcProvider(String origin, IdentityProviders.Provider settings, Clock clock) {
    this.origin = origin;
    this.settings = settings;
    this.clock = clock;
  }

  /** What a login must be ended with as it was begun with. */
  record Begun(String nonce, String verifier) {
    static Begun fresh() {
      return new Begun(new Nonce().getValue(), new CodeVerifier().getValue());
    }
  }

  /** Where the browser logs in. */
  URI authorization(Begun begun, String state, URI callback) throws FederationException {
    return new AuthenticationRequest.Builder(new ResponseType(ResponseType.Value.CODE), Scope.parse(settings.scopes()), new ClientID(settings.clientId()), callback)
        .endpointURI(metadata().getAuthorizationEndpointURI()).state(new State(state)).nonce(new Nonce(begun.nonce()))
        .codeChallenge(new CodeVerifier(begun.verifier()), CodeChallengeMethod.S256).build().toURI();
  }

  /** Who logged in, by the code that the browser brought back. */
  Identity complete(Begun begun, String code, URI callback) throws FederationException {
    try {
      var provider = metadata();
      var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), callback, new CodeVerifier(begun.verifier()));
      var answer = OIDCTokenResponseParser.parse(limited(request(provider, grant).toHTTPRequest()).send());
      if (!answer.indicatesSuccess()) {
        throw new FederationException("its token endpoint answered " + answer.toErrorResponse().getErrorObject(), null);
      }
      var tokens = ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens();
      if (tokens.getIDToken() == null) {
        throw new FederationException("its token endpoint answered no ID token", null);
      }
      var claims = validator().validate(tokens.getIDToken(), new Nonce(begun.nonce())).toJWTClaimsSet();
      return identity(claims, lacksSomething(claims) ? userInfo(provider, tokens.getBearerAccessToken(), claims.getSubject()) : Map.of());
    } catch (IOException | ParseException | java.text.ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      throw new FederationException("the login could not be completed: " + e.getMessage(), e);
    }
  }

  private TokenRequest request(OIDCProviderMetadata provider, AuthorizationCodeGrant grant) {
    var id = new ClientID(settings.clientId());
    if (settings.clientSecret() == null) {
      return new TokenRequest(provider.getTokenEndpointURI(), id, grant);
    }
    var methods = provider.getTokenEndpointAuthMethods();
    boolean post = methods != null && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC) && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    var secret = new Secret(settings.clientSecret());
    return new TokenRequest(provider.getTokenEndpointURI(), post ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret), grant, null);
  }

  private boolean lacksSomething(JWTClaimsSet claims) {
    return claims.getClaim(settings.userNameAttribute()) == null || settings.groupsAttribute() != null && claims.getClaim(settings.groupsAttribute()) == null;
  }

  private Map<String, Object> userInfo(OIDCProviderMetadata provider, BearerAccessToken token, String subject)
      throws IOException, ParseException, java.text.ParseException, FederationException {
    if (provider.getUserInfoEndpointURI() == null) {
      return Map.of();
    }
    var answer = UserInfoResponse.parse(limited(new UserInfoRequest(provider.getUserInfoEndpointURI(), token).toHTTPRequest()).send());
    if (!answer.indicatesSuccess() || answer.toSuccessResponse().getUserInfo() == null) {
      throw new FederationException("its user info endpoint answered an error, or a signed answer, which is not read here", null);
    }
    var info = answer.toSuccessResponse().getUserInfo();
    if (!subject.equals(info.getSubject().getValue())) {
      throw new FederationException("its user info endpoint answered another user than the ID token", null);
    }
    return info.toJSONObject();
  }

  private Identity identity(JWTClaimsSet claims, Map<String, Object> more) throws FederationException {
    String subject = claims.getSubject();
    String name = text(claims, more, settings.userNameAttribute());
    String email = text(claims, more, settings.emailAttribute());
    if (subject.length() > 255) {
      throw new FederationException("its subject is longer than 255 characters", null);
    }
    return new Identity(origin, subject, name != null ? name : email != null ? email : subject, email, text(claims, more, settings.givenNameAttribute()),
        text(claims, more, settings.familyNameAttribute()), settings.groupsAttribute() == null ? null : groups(claims, more, settings.groupsAttribute()));
  }

  private static @Nullable String text(JWTClaimsSet claims, Map<String, Object> more, String name) {
    Object value = claims.getClaim(name) == null ? more.get(name) : claims.getClaim(name);
    return value instanceof String text && !text.isBlank() && text.length() <= 255 && text.chars().noneMatch(Character::isISOControl) ? text : null;
  }

  private static Set<String> groups(JWTClaimsSet claims, Map<String, Object> more, String name) {
    Object value = claims.getClaim(name) == null ? more.get(name) : claims.getClaim(name);
    return value instanceof Iterable<?> many ? java.util.stream.StreamSupport.stream(many.spliterator(), false).map(String::valueOf).collect(Collectors.toSet())
        : value instanceof String one ? Set.of(one) : Set.of();
  }

  private synchronized OIDCProviderMetadata metadata() throws FederationException {
    if (metadata == null || clock.instant().isAfter(readAt.plus(FRESH))) {
      try {
        var fresh = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), TIMEOUT_MS, TIMEOUT_MS);
        var keys = JWKSourceBuilder.create(fresh.getJWKSetURI().toURL(), new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES)).retrying(true).build();
        var checking = new IDTokenValidator(fresh.getIssuer(), new ClientID(settings.clientId()), new JWSVerificationKeySelector<SecurityContext>(ALGORITHMS, keys), null);
        checking.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        metadata = fresh;
        validator = checking;
        readAt = clock.instant();
      } catch (GeneralException | IOException | IllegalArgumentException e) {
        throw new FederationException("its discovery document below " + settings.issuer() + " cannot be used: " + e.getMessage(), e);
      }
    }
    return metadata;
  }

  private synchronized IDTokenValidator validator() throws FederationException {
    metadata();
    return java.util.Objects.requireNonNull(validator);
  }

  private static HTTPRequest limited(HTTPRequest request) {
    request.setConnectTimeout(TIMEOUT_MS);
    request.setReadTimeout(TIMEOUT_MS);
    request.setFollowRedirects(false);
    return request;
  }
}
