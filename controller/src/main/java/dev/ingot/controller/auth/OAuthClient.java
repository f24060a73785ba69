package dev.ingot.controller.auth;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program that gets tokens (RFC 6749 §2): for users (`scopes`), or for itself (`authorities`).
 *
 * @param secretHashes at most two, so that a secret can be changed without a gap; none = the secret is empty
 * @param autoApprove scopes that users are not asked about; "true" = all
 * @param allowedProviders origins its users may come from; null = all
 * @param accessToken how long its access tokens are good
 * @param refreshToken how long its refresh tokens are good
 */
public record OAuthClient(String id, @Nullable String name, List<String> secretHashes, Set<String> grantTypes, Set<String> scopes, Set<String> authorities,
    Set<String> redirectUris, Set<String> autoApprove, @Nullable Set<String> allowedProviders, Duration accessToken, Duration refreshToken) {
  /** The CLI's: its secret is empty, it cannot be deleted. */
  public static final String CF = "cf";
  /** The one ssh codes are for. */
  public static final String SSH_PROXY = "ssh-proxy";
  public static final String PASSWORD = "password";
  public static final String REFRESH = "refresh_token";
  public static final String CODE = "authorization_code";
  public static final String CREDENTIALS = "client_credentials";
  /** All grants there are. */
  public static final Set<String> GRANTS = Set.of(PASSWORD, REFRESH, CODE, CREDENTIALS);

  /** Whether it has no secret, so that anybody can say to be it: it must prove that it began what it ends (PKCE). */
  public boolean isPublic() {
    return secretHashes.isEmpty();
  }

  /** Whether users of this origin may use it. */
  public boolean allows(String origin) {
    return allowedProviders == null || allowedProviders.contains(origin);
  }

  /** Whether users need not be asked about these scopes. */
  public boolean approves(Set<String> wanted) {
    return autoApprove.contains("true") || autoApprove.containsAll(wanted);
  }

  /** Whether codes may be sent there: exactly a registered URI; on the loopback address the port is free (RFC 8252 §7.3). */
  public boolean mayRedirectTo(String uri) {
    return redirectUris.contains(uri) || redirectUris.stream().anyMatch(registered -> sameButPort(registered, uri));
  }

  private static boolean sameButPort(String registered, String uri) {
    try {
      var one = URI.create(registered);
      var other = URI.create(uri);
      return "http".equals(one.getScheme()) && Set.of("127.0.0.1", "[::1]").contains(String.valueOf(one.getHost()))
          && registered.equals(withPort(other, one.getPort()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withPort(URI uri, int port) {
    String authority = uri.getHost() + (port < 0 ? "" : ":" + port);
    return uri.getUserInfo() != null || uri.getRawFragment() != null ? ""
        : uri.getScheme() + "://" + authority + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }
}
