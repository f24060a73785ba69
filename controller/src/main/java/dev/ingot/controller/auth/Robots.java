package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.UserStore;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Programs that log in with a name and password where only those are known (`docker login`, git): clients with a secret and the grant
 * `client_credentials`. A user of the same name goes first. Thread-safe.
 */
@Component
public class Robots {
  private final Clients clients;
  private final UserStore users;
  private final Clock clock;

  Robots(Clients clients, UserStore users, Clock clock) {
    this.clients = clients;
    this.users = users;
    this.clock = clock;
  }

  /** Whether this name is a client's that can log in, and no user's. */
  public boolean is(String name) {
    return name.indexOf('\0') < 0 && clients.find(name).filter(client -> client.grantTypes().contains(OAuthClient.CREDENTIALS) && !client.isPublic()).isPresent()
        && users.login(name).isEmpty();
  }

  /** The client with its authorities and roles; empty when the secret is wrong. Wrong ones are counted (see {@link Clients#authenticate}). */
  public Optional<Caller> caller(String id, String secret, @Nullable String address) {
    return clients.authenticate(id, secret, address)
        .flatMap(client -> users.client(new UserStore.TokenFacts("none", clock.instant(), client.id())));
  }
}
