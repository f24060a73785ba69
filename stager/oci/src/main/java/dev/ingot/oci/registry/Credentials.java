package dev.ingot.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password for basic authentication. */
public record Credentials(String user, String password) {
  String header() {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Credentials[" + user + ", …]";
  }
}
