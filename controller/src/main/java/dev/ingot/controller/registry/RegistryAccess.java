package dev.ingot.controller.registry;

import java.util.Optional;
import java.util.Set;

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
    /** What it may do with a repository, whether that exists or not. @param name well-formed, as the client wrote it */
    Rights rights(String name);

    /** True for the platform's own processes. */
    boolean mayReadAll();
  }

  /**
   * What a caller may do with a repository.
   *
   * @param repository the name it has in the store; names of orgs and spaces change, this one does not
   * @param read by its roles
   * @param write by its roles
   * @param token actions the token it shows is for; all for one who shows a password
   */
  record Rights(String repository, boolean read, boolean write, Set<String> token) {
    /** Actions of a registry's tokens. */
    public static final Set<String> ALL = Set.of("pull", "push", "delete");

    /** Without a token that narrows it. */
    public Rights(String repository, boolean read, boolean write) {
      this(repository, read, write, ALL);
    }

    /** Whether it may be read in this request. */
    public boolean readable() {
      return read && token.contains("pull");
    }
  }
}
