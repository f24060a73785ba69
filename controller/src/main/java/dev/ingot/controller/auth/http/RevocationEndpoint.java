package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.Tokens;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/oauth/token/revoke`: ends single tokens (`cf logout`), or all of a user or client (by GET too, as UAA has it). */
@RestController
@RequestMapping({"/oauth/token/revoke", "/uaa/oauth/token/revoke"})
class RevocationEndpoint {
  private final Tokens tokens;

  RevocationEndpoint(Tokens tokens) {
    this.tokens = tokens;
  }

  @DeleteMapping("/{jti}")
  ResponseEntity<Void> token(@PathVariable String jti) {
    if (jti.length() > 100 || jti.indexOf('\0') >= 0) {
      throw new UaaException(404, "not_found", "There is no such token");
    }
    if (!tokens.revoke(jti, UaaException.caller())) {
      throw new UaaException(403, "insufficient_scope", "This is not your token; to end those of others you need the scope " + Scopes.TOKENS_REVOKE);
    }
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/user/{id}")
  ResponseEntity<Void> userByGet(@PathVariable String id) {
    return user(id);
  }

  @DeleteMapping("/user/{id}")
  ResponseEntity<Void> user(@PathVariable String id) {
    if (!UaaException.caller().guid().equals(id)) {
      revoker();
    }
    return answer(tokens.revokeUser(id), "User " + id + " does not exist");
  }

  @GetMapping("/client/{id}")
  ResponseEntity<Void> clientByGet(@PathVariable String id) {
    return client(id);
  }

  @DeleteMapping("/client/{id}")
  ResponseEntity<Void> client(@PathVariable String id) {
    revoker();
    return answer(tokens.revokeClient(id), "No client with requested id: " + id);
  }

  private static Caller revoker() {
    return UaaException.having(Scopes.TOKENS_REVOKE, Scopes.UAA_ADMIN);
  }

  private static ResponseEntity<Void> answer(boolean found, String problem) {
    if (!found) {
      throw new UaaException(404, "not_found", problem);
    }
    return ResponseEntity.ok().build();
  }
}
