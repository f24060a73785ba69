package dev.ingot.controller.user.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.controller.auth.http.UaaException;
import dev.ingot.controller.user.Accounts;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.validation.Names;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** `/uaa/Users`: accounts in SCIM's shape (cf-cli-contract.md §1.4), as far as clients of CF use it. */
@RestController
class ScimEndpoint {
  private static final Pattern FILTER = Pattern.compile(
      "(?i)\\s*(userName|id)\\s+eq\\s+\"([^\"]{1,255})\"(?:\\s+and\\s+origin\\s+eq\\s+\"([^\"]{0,255})\")?\\s*");
  private final Accounts accounts;

  ScimEndpoint(Accounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping("/uaa/Users")
  Map<String, Object> list(@RequestParam(required = false) @Nullable String filter) {
    UaaException.admin();
    var found = (filter == null ? accounts.find(null, null) : find(filter)).stream().map(ScimEndpoint::wire).toList();
    return Map.of("resources", found, "startIndex", 1, "itemsPerPage", 100, "totalResults", found.size(), "schemas", List.of("urn:scim:schemas:core:1.0"));
  }

  @PostMapping("/uaa/Users")
  ResponseEntity<Map<String, Object>> create(@RequestBody JsonNode body) {
    UaaException.admin();
    String origin = body.path("origin").asString("");
    if (!origin.isEmpty() && !origin.equals("uaa")) {
      throw new UaaException(400, "invalid_scim_resource", "Users of the origin '" + shorten(origin) + "' cannot be made here: the only origin is uaa");
    }
    String name = username(body.path("userName").asString(""));
    var user = accounts.create(name, password(body.path("password").asString("")), List.of())
        .orElseThrow(() -> new UaaException(409, "scim_resource_already_exists", "Username already in use: " + name));
    return ResponseEntity.status(201).body(wire(user));
  }

  @DeleteMapping("/uaa/Users/{id}")
  Map<String, Object> delete(@PathVariable String id) {
    if (UaaException.admin().guid().equals(id)) {
      throw new UaaException(422, "scim_resource_not_deletable", "You cannot delete yourself: let another admin do it");
    }
    return wire(accounts.delete(id).orElseThrow(() -> unknown(id)));
  }

  @PutMapping("/uaa/Users/{id}/password")
  Map<String, String> setPassword(@PathVariable String id, @RequestBody JsonNode body) {
    var caller = UaaException.caller();
    boolean self = caller.guid().equals(id);
    if (!self && !caller.admin()) {
      throw new UaaException(403, "insufficient_scope", "Insufficient scope for this resource: only the user and an admin may do this");
    }
    String password = password(body.path("password").asString(""));
    if (self && !accounts.isPassword(id, body.path("oldPassword").asString(""))) {
      throw new UaaException(401, "unauthorized", "Old password is incorrect");
    }
    if (!accounts.setPassword(id, password)) {
      throw unknown(id);
    }
    return Map.of("status", "ok", "message", "password updated");
  }

  private List<UserEntity> find(String filter) {
    Matcher matcher = FILTER.matcher(filter);
    if (!matcher.matches()) {
      throw new UaaException(400, "scim", "Invalid filter expression: use userName eq \"…\" [and origin eq \"…\"] or id eq \"…\"");
    }
    boolean byName = matcher.group(1).equalsIgnoreCase("userName");
    return accounts.find(byName ? matcher.group(2) : null, byName ? null : matcher.group(2)).stream()
        .filter(user -> matcher.group(3) == null || matcher.group(3).equals(user.origin())).toList();
  }

  private static String username(String name) {
    try {
      return Names.require("Username", name);
    } catch (ApiException e) {
      throw new UaaException(400, "invalid_scim_resource", e.detail());
    }
  }

  private static String password(String password) {
    if (password.isEmpty() || password.length() > Passwords.MAX_LENGTH) {
      throw new UaaException(422, "invalid_password", "Password must be 1 to " + Passwords.MAX_LENGTH + " characters long");
    }
    return password;
  }

  private static Map<String, Object> wire(UserEntity user) {
    return Map.of("id", user.guid(), "userName", user.username(), "origin", user.origin(), "active", true, "verified", true,
        "name", Map.of("familyName", user.username(), "givenName", user.username()), "emails", List.of(Map.of("value", user.username(), "primary", true)),
        "meta", Map.of("version", 0, "created", user.createdAt(), "lastModified", user.updatedAt()), "schemas", List.of("urn:scim:schemas:core:1.0"));
  }

  private static UaaException unknown(String id) {
    return new UaaException(404, "scim_resource_not_found", "User " + shorten(id) + " does not exist");
  }

  private static String shorten(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
