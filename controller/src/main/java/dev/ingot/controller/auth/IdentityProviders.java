package dev.ingot.controller.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.identity-providers.<origin>.*`: OpenID Connect providers that users may log in at, beside those whose passwords are kept here.
 *
 * @param identityProviders by origin: 1 to 36 of a-z, 0-9, `-`; never `uaa`
 */
@ConfigurationProperties("ingot")
public record IdentityProviders(@DefaultValue Map<String, Provider> identityProviders) {
  private static final String ORIGIN = "[a-z0-9][a-z0-9-]{0,35}";

  public IdentityProviders {
    identityProviders.keySet().forEach(origin -> {
      if (!origin.matches(ORIGIN) || Set.of("uaa", "ingot").contains(origin)) {
        throw new IllegalArgumentException("ingot.identity-providers." + origin + ": an origin must be 1 to 36 of a-z, 0-9 and -, and not uaa");
      }
    });
    identityProviders = new LinkedHashMap<>(identityProviders);
  }

  /**
   * One provider.
   *
   * @param issuer its issuer, below which `/.well-known/openid-configuration` is; https, or http on this machine
   * @param clientId who we are there; the redirect URI to register is `<external url>/uaa/login/callback/<origin>`
   * @param clientSecret our secret there; null = none (PKCE alone)
   * @param text of the button on the login page
   * @param scopes to ask for
   * @param userNameAttribute claim that is the user name here
   * @param emailAttribute claim that is the email address
   * @param givenNameAttribute claim that is the given name
   * @param familyNameAttribute claim that is the family name
   * @param groupsAttribute claim with the names of the user's groups there; null = none
   * @param groupMappings group there → scopes here, separated by commas
   * @param createUsers whether users that log in for the first time are made; otherwise an admin makes them (`cf create-user U --origin O`)
   */
  public record Provider(URI issuer, String clientId, @Nullable String clientSecret, @Nullable String text, @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
      @DefaultValue("preferred_username") String userNameAttribute, @DefaultValue("email") String emailAttribute,
      @DefaultValue("given_name") String givenNameAttribute, @DefaultValue("family_name") String familyNameAttribute, @Nullable String groupsAttribute,
      @DefaultValue Map<String, List<String>> groupMappings, @DefaultValue("true") boolean createUsers) {
    public Provider {
      boolean here = "http".equals(issuer.getScheme()) && Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(issuer.getHost()));
      if (!"https".equals(issuer.getScheme()) && !here) {
        throw new IllegalArgumentException("ingot.identity-providers.*.issuer must be an https URL, not " + issuer);
      }
      if (!scopes.contains(Scopes.OPENID)) {
        throw new IllegalArgumentException("ingot.identity-providers.*.scopes must have openid");
      }
    }

    /** Secrets are never in logs. */
    @Override
    public String toString() {
      return "Provider[" + issuer + "]";
    }
  }

  /** The provider of an origin. */
  public Optional<Provider> find(String origin) {
    return Optional.ofNullable(identityProviders.get(origin));
  }

  /** All origins, ours first. */
  public List<String> origins() {
    var all = new java.util.ArrayList<>(List.of("uaa"));
    all.addAll(identityProviders.keySet());
    return all;
  }
}
