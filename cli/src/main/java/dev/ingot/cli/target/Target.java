package dev.ingot.cli.target;

import dev.ingot.api.client.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Where commands go.
 *
 * @param api origin of the platform, `http://localhost:8080`
 * @param tokens null when logged out
 * @param skipTlsValidation true: certificates are not checked (self-signed installations)
 */
public record Target(String api, @Nullable Named org, @Nullable Named space, @Nullable Tokens tokens, boolean skipTlsValidation) {

  /** An org or space: the guid is what counts, the name is for people. */
  public record Named(String guid, String name) {}

  public Target withTokens(@Nullable Tokens fresh) {
    return new Target(api, org, space, fresh, skipTlsValidation);
  }

  public Target withSpace(@Nullable Named newOrg, @Nullable Named newSpace) {
    return new Target(api, newOrg, newSpace, tokens, skipTlsValidation);
  }
}
