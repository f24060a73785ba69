package dev.ingot.oci.registry;

import java.io.IOException;

/** A registry refused or could not be asked; the message says what was tried, where, and the answer. */
public class RegistryException extends IOException {
  private final int status;

  public RegistryException(String message, int status) {
    super(message);
    this.status = status;
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** HTTP status of the answer; 0 when there was no answer. */
  public int status() {
    return status;
  }

  /** 401 or 403. */
  public boolean denied() {
    return status == 401 || status == 403;
  }
}
