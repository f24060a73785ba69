package dev.ingot.controller.auth.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The public keys, for those who check tokens themselves; and their rotation, which UAA does by configuration and we by
 * `POST /token_keys` (a new key signs, tokens of the old ones stay good) and `DELETE /token_keys/:kid` (its tokens are worthless at once).
 */
@RestController
class TokenKeysEndpoint {
  private static final Logger log = LoggerFactory.getLogger(TokenKeysEndpoint.class);
  private final SigningKeys keys;

  TokenKeysEndpoint(SigningKeys keys) {
    this.keys = keys;
  }

  @GetMapping({"/token_keys", "/uaa/token_keys"})
  Map<String, Object> all() {
    return Map.of("keys", keys.published().stream().map(TokenKeysEndpoint::wire).toList());
  }

  @GetMapping({"/token_key", "/uaa/token_key"})
  Map<String, Object> active() {
    return wire(keys.published().getFirst());
  }

  @PostMapping({"/token_keys", "/uaa/token_keys"})
  ResponseEntity<Map<String, Object>> rotate() {
    var caller = UaaException.having(Scopes.UAA_ADMIN);
    String kid = keys.rotate();
    log.info("{} made the token key {}, which signs from now on", caller.name(), kid);
    return ResponseEntity.status(201).body(wire(keys.published().getFirst()));
  }

  @DeleteMapping({"/token_keys/{kid}", "/uaa/token_keys/{kid}"})
  ResponseEntity<Void> remove(@PathVariable String kid) {
    var caller = UaaException.having(Scopes.UAA_ADMIN);
    if (List.copyOf(keys.published()).stream().noneMatch(key -> key.getKeyID().equals(kid)) || !keys.remove(kid)) {
      throw new UaaException(404, "not_found", "There is no such token key");
    }
    log.warn("{} removed the token key {}: all tokens it signed are worthless", caller.name(), kid);
    return ResponseEntity.noContent().build();
  }

  private static Map<String, Object> wire(RSAKey key) {
    try {
      var wire = new TreeMap<>(key.toJSONObject());
      wire.put("value", "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key.toRSAPublicKey().getEncoded()) + "\n-----END PUBLIC KEY-----");
      return wire;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
