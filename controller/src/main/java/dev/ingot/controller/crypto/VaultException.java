package dev.ingot.controller.crypto;

import org.jspecify.annotations.Nullable;

/** A sealed value that cannot be opened. The message names its place and never its text. */
public final class VaultException extends RuntimeException {
  VaultException(String message) {
    this(message, null);
  }

  VaultException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
