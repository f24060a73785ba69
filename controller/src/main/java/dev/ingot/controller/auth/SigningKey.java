package dev.ingot.controller.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ingot.controller.auth.db.TokenStore;
import java.text.ParseException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The RSA key that signs tokens, shared by all controllers through the database; made when there is none. */
@Component
class SigningKey {
  private static final int BITS = 2048;
  private final TokenStore store;
  private final Clock clock;
  private @Nullable RSAKey key;

  SigningKey(TokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  synchronized RSAKey get() {
    var known = key;
    if (known == null) {
      try {
        known = RSAKey.parse(store.key().orElseGet(this::make).privateKey());
        key = known;
      } catch (ParseException e) {
        throw new IllegalStateException("the signing key in the table signing_keys cannot be read; delete the row and everybody logs in again", e);
      }
    }
    return known;
  }

  private TokenStore.Key make() {
    try {
      String kid = "key-" + UUID.randomUUID();
      store.addFirst(new TokenStore.Key(kid, new RSAKeyGenerator(BITS).keyID(kid).generate().toJSONString()), clock.instant());
      return store.key().orElseThrow();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot make RSA keys", e);
    }
  }
}
