package dev.ingot.controller.registry;

import java.util.Optional;

/** Who may do what in the registry. */
public interface RegistryAccess {
  /**
   * The caller behind an `Authorization` header; empty when the credentials are missing, malformed or wrong.
   *
   * @param authorization the header's value, empty when there was none
   */
  Optional<Caller> authenticate(String authorization);

  /** One caller's rights. */
  interface Caller {
    boolean mayRead(String repository);

    boolean mayWrite(String repository);

    /** True for the platform's own processes. */
    boolean mayReadAll();
  }
}
