package dev.ingot.controller.federation;

import org.jspecify.annotations.Nullable;

/** A login at another provider that came to nothing. The message is for the log: it says what the provider did. */
public final class FederationException extends Exception {
  FederationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
