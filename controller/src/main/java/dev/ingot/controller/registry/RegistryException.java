package dev.ingot.controller.registry;

/** A registry request that cannot be done. Nothing of the request was stored. */
public class RegistryException extends RuntimeException {
  private final RegistryError error;

  public RegistryException(RegistryError error, String message) {
    super(message);
    this.error = error;
  }

  /** The code and status to answer with. */
  public RegistryError error() {
    return error;
  }
}
