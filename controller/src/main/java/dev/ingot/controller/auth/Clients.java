package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.ClientStore;
import dev.ingot.controller.auth.db.TokenStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** OAuth clients: who they are and what they may. Who may change them is checked by the HTTP door. Thread-safe. */
@Component
public class Clients {
  private final ClientStore store;
  private final TokenStore tokens;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final List<ClientRemoval> removals;
  private final Clock clock;

  Clients(ClientStore store, TokenStore tokens, Passwords passwords, LoginThrottle throttle, List<ClientRemoval> removals, Clock clock) {
    this.store = store;
    this.tokens = tokens;
    this.passwords = passwords;
    this.throttle = throttle;
    this.removals = removals;
    this.clock = clock;
  }

  /**
   * The client, if this is its secret (empty for one without). Wrong ones from an address (null = not known) are counted, and after some no
   * more are looked at for a while. Takes as long for an unknown client as for a wrong secret.
   */
  public Optional<OAuthClient> authenticate(String id, String secret, @Nullable String address) {
    var found = id.indexOf('\0') >= 0 ? Optional.<OAuthClient>empty() : find(id);
    if (found.isPresent() && found.get().isPublic()) {
      return found.filter(client -> secret.isEmpty());
    }
    if (secret.isEmpty() || secret.length() > Passwords.MAX_LENGTH) {
      return Optional.empty();
    }
    var outcome = throttle.attempt("client/" + id, address == null ? "" : address, () -> matches(secret, found.map(OAuthClient::secretHashes).orElse(List.of())));
    return found.filter(client -> outcome.turn() == LoginThrottle.Turn.RIGHT);
  }

  /** The client of this id. */
  public Optional<OAuthClient> find(String id) {
    return store.find(id).map(ClientStore.Row::client);
  }

  /** The client of this id, and when it was changed last. */
  public Optional<ClientStore.Row> row(String id) {
    return store.find(id);
  }

  /** Clients by id. */
  public List<ClientStore.Row> list(int offset, int limit) {
    return store.list(offset, limit);
  }

  /** How many there are. */
  public long count() {
    return store.count();
  }

  /** Keeps a new client; false when the id is taken, by a client or as the guid of a user. */
  @Transactional
  public boolean create(OAuthClient client) {
    return !store.isUser(client.id()) && store.add(client, clock.instant());
  }

  /** Writes a client anew. */
  @Transactional
  public void update(OAuthClient client) {
    store.update(client, clock.instant());
  }

  /** The hash of a secret, to be kept. */
  public String hash(String secret) {
    return passwords.hash(secret);
  }

  /** Gives a client another secret, and ends its tokens; `beside` keeps the newest old one good as well. */
  @Transactional
  public void setSecret(OAuthClient client, String secret, boolean beside) {
    var hashes = new ArrayList<String>();
    if (beside && !client.secretHashes().isEmpty()) {
      hashes.add(client.secretHashes().getLast());
    }
    hashes.add(passwords.hash(secret));
    update(withSecrets(client, hashes));
    if (!beside) {
      tokens.endClient(client.id(), clock.instant());
    }
  }

  /** Forgets the older of two secrets. */
  @Transactional
  public void dropOldSecret(OAuthClient client) {
    if (client.secretHashes().size() > 1) {
      update(withSecrets(client, List.of(client.secretHashes().getLast())));
    }
  }

  /** Deletes a client with its tokens and roles; false when there is none. */
  @Transactional
  public boolean delete(String id) {
    removals.forEach(removal -> removal.removeClient(id));
    return store.delete(id);
  }

  private boolean matches(String secret, List<String> hashes) {
    if (hashes.isEmpty()) {
      passwords.hash(secret);
    }
    return hashes.stream().anyMatch(hash -> passwords.matches(secret, hash));
  }

  private static OAuthClient withSecrets(OAuthClient client, List<String> hashes) {
    return new OAuthClient(client.id(), client.name(), hashes, client.grantTypes(), client.scopes(), client.authorities(), client.redirectUris(),
        client.autoApprove(), client.allowedProviders(), client.accessToken(), client.refreshToken());
  }
}
