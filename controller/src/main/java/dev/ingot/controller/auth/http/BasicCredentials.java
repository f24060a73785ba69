package dev.ingot.controller.auth.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Name and password of an `Authorization: Basic` header (RFC 7617). */
record BasicCredentials(String name, String password) {
  /** What the header says; empty when it says something else or nothing. */
  static Optional<BasicCredentials> of(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String pair = new String(Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 || pair.indexOf('\0') >= 0 ? Optional.empty()
          : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
