package dev.ingot.controller.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ingot.controller.auth.db.TokenStore;
import dev.ingot.controller.crypto.Vault;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The RSA keys of tokens, shared by all controllers through the database, encrypted there. The newest signs; those before it go on checking
 * until no token they signed can be good any more. Read again every few seconds, so that a rotation reaches every controller. Thread-safe.
 */
@Component
public class SigningKeys {
  private static final int BITS = 2048;
  private static final Duration FRESH = Duration.ofSeconds(10);
  private final TokenStore store;
  private final Vault vault;
  private final Clock clock;
  private List<RSAKey> keys = List.of();
  private Instant readAt = Instant.MIN;

  SigningKeys(TokenStore store, Vault vault, Clock clock) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
  }

  /** The key that signs. */
  RSAKey active() {
    return all().getFirst();
  }

  /** The key of this id, if it is still good for checking. */
  Optional<RSAKey> byId(String kid) {
    return all().stream().filter(key -> key.getKeyID().equals(kid)).findFirst();
  }

  /** The public halves, the one that signs first. */
  public List<RSAKey> published() {
    return all().stream().map(key -> new RSAKey.Builder(key.toPublicJWK()).algorithm(JWSAlgorithm.RS256).keyUse(KeyUse.SIGNATURE).build()).toList();
  }

  /** Makes a new key that signs from now on; its id. Tokens of the ones before stay good until they end. */
  public synchronized String rotate() {
    all();
    var key = make();
    store.rotate(key, clock.instant());
    readAt = Instant.MIN;
    return key.kid();
  }

  /**
   * Removes a key at once: every token it signed is worthless. For a key that somebody may have got hold of. False when there is no such
   * key; the one that signs is replaced by a new one.
   */
  public synchronized boolean remove(String kid) {
    if (all().getFirst().getKeyID().equals(kid)) {
      rotate();
    }
    boolean removed = store.removeKey(kid);
    readAt = Instant.MIN;
    return removed;
  }

  private synchronized List<RSAKey> all() {
    var now = clock.instant();
    if (keys.isEmpty() || now.isAfter(readAt.plus(FRESH)) || readAt.equals(Instant.MIN)) {
      var rows = store.keys(now.minus(Tokens.MAX_ACCESS));
      if (rows.isEmpty()) {
        store.addFirst(make(), now);
        rows = store.keys(now.minus(Tokens.MAX_ACCESS));
      }
      keys = rows.stream().map(this::open).toList();
      readAt = now;
    }
    return keys;
  }

  private TokenStore.Key make() {
    try {
      String kid = "key-" + UUID.randomUUID();
      return new TokenStore.Key(kid, vault.seal(new RSAKeyGenerator(BITS).keyID(kid).generate().toJSONString(), place(kid)));
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot make RSA keys", e);
    }
  }

  private RSAKey open(TokenStore.Key row) {
    var known = keys.stream().filter(key -> key.getKeyID().equals(row.kid())).findFirst();
    return known.orElseGet(() -> {
      boolean sealed = !row.privateKey().startsWith("{");
      String json = sealed ? vault.open(row.privateKey(), place(row.kid())) : row.privateKey();
      if (!sealed) {
        store.replace(new TokenStore.Key(row.kid(), vault.seal(json, place(row.kid()))));
      }
      try {
        return RSAKey.parse(json);
      } catch (ParseException e) {
        throw new IllegalStateException("the signing key " + row.kid() + " cannot be read; delete its row of signing_keys and everybody logs in again", e);
      }
    });
  }

  private static String place(String kid) {
    return "signing_keys.private_key/" + kid;
  }
}
