package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.auth.db.UserStore;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a token says: for resource servers (`/check_token`, `/introspect` by RFC 7662), and of its own user (`/userinfo`). */
@RestController
class InspectEndpoint {
  private final ClientAuthentication clients;
  private final Tokens tokens;
  private final UserStore users;

  InspectEndpoint(ClientAuthentication clients, Tokens tokens, UserStore users) {
    this.clients = clients;
    this.tokens = tokens;
    this.users = users;
  }

  @PostMapping({"/check_token", "/uaa/check_token"})
  ResponseEntity<Map<String, Object>> check(HttpServletRequest request, @RequestParam Map<String, String> form) {
    return answer(claims(request, form).orElseThrow(() -> new UaaException(400, "invalid_token", "The token is forged, too old or revoked")));
  }

  @PostMapping({"/introspect", "/uaa/introspect"})
  ResponseEntity<Map<String, Object>> introspect(HttpServletRequest request, @RequestParam Map<String, String> form) {
    return answer(claims(request, form).<Map<String, Object>>map(claims -> {
      claims.put("active", true);
      return claims;
    }).orElse(Map.of("active", false)));
  }

  @RequestMapping(path = {"/userinfo", "/uaa/userinfo"}, method = {RequestMethod.GET, RequestMethod.POST})
  ResponseEntity<Map<String, Object>> user() {
    var caller = UaaException.having(Scopes.OPENID);
    var profile = users.profile(caller.guid()).filter(found -> caller.kind() == Caller.Kind.USER)
        .orElseThrow(() -> new UaaException(403, "access_denied", "A client has no user information"));
    var all = new LinkedHashMap<String, Object>();
    all.put("sub", profile.guid());
    all.put("user_id", profile.guid());
    all.put("user_name", profile.username());
    all.put("preferred_username", profile.username());
    all.put("origin", profile.origin());
    put(all, "given_name", profile.givenName());
    put(all, "family_name", profile.familyName());
    put(all, "email", profile.email());
    all.put("email_verified", profile.verified());
    if (profile.givenName() != null || profile.familyName() != null) {
      all.put("name", (or(profile.givenName()) + " " + or(profile.familyName())).strip());
    }
    put(all, "previous_logon_time", profile.previousLogin() == null ? null : profile.previousLogin().toEpochMilli());
    return answer(all);
  }

  private Optional<Map<String, Object>> claims(HttpServletRequest request, Map<String, String> form) {
    boolean bearer = Caller.find().filter(caller -> UaaException.has(caller, Scopes.UAA_RESOURCE)).isPresent();
    if (!bearer && !clients.require(request, form).authorities().contains(Scopes.UAA_RESOURCE)) {
      throw new UaaException(403, "insufficient_scope", "The client needs the authority " + Scopes.UAA_RESOURCE);
    }
    return tokens.check(form.getOrDefault("token", "")).map(checked -> {
      var claims = new LinkedHashMap<String, Object>();
      checked.claims().forEach((name, value) -> claims.put(name, value instanceof Date time ? time.toInstant().getEpochSecond() : value));
      claims.put("scope", checked.caller().scopes());
      return claims;
    });
  }

  private static ResponseEntity<Map<String, Object>> answer(Map<String, Object> body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }

  private static void put(Map<String, Object> all, String name, @Nullable Object value) {
    if (value != null) {
      all.put(name, value);
    }
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
