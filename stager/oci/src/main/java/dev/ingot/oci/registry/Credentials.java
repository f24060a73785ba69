package dev.ingot.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password, or with an empty user a token that is sent as it is. */
public record Credentials(String user, String password) {
  /** A bearer token that the registry takes as it is. */
  public static Credentials token(String token) {
    return new Credentials("", token);
  }

  /** Whether it is a bearer token. */
  boolean isToken() {
    return user.isEmpty();
  }

  /** @throws RegistryException for a token with what no header can have; without it, unlike the HTTP client, which would quote it */
  String header() throws RegistryException {
    if (isToken() && !password.matches("[\\x21-\\x7e]+")) {
      throw new RegistryException("the token for the registry (a password without a user name) is empty or has characters that no token has", 401);
    }
    return isToken() ? "Bearer " + password : "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Credentials[" + user + ", …]";
  }
}
