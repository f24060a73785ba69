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

  String header() {
    return isToken() ? "Bearer " + password : "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Credentials[" + user + ", …]";
  }
}
