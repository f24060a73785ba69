package dev.ingot.api.client;

import java.util.Optional;

/** Where a client's tokens are kept: a file for the CLI, a session for the dashboard. Must be thread-safe. */
public interface TokenStore {
  /** The tokens of the last login; empty when nobody is logged in. */
  Optional<Tokens> load();

  /** Keeps renewed tokens. */
  void save(Tokens tokens);
}
