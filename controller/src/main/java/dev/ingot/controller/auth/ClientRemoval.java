package dev.ingot.controller.auth;

/** Something that refers to OAuth clients. Each feature that does offers one as a bean. */
public interface ClientRemoval {
  /** Removes everything of this feature about the client, in the current transaction. */
  void removeClient(String clientId);
}
