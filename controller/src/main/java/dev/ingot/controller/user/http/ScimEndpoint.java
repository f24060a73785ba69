package dev.ingot.controller.user.http;

import static dev.ingot.controller.auth.Scopes.SCIM_CREATE;
import static dev.ingot.controller.auth.Scopes.SCIM_READ;
import static dev.ingot.controller.auth.Scopes.SCIM_WRITE;
import static dev.ingot.controller.auth.Scopes.UAA_ADMIN;

import dev.ingot.controller.auth.IdentityProviders;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.http.ClientAddress;
import dev.ingot.controller.auth.http.UaaException;
import dev.ingot.controller.user.Accounts;
import dev.ingot.controller.user.Groups;
import dev.ingot.controller.user.db.GroupStore.Group;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserProfile;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** `/Users`: accounts in SCIM's shape, as UAA has it (cf-cli-contract.md §1.4). */
@RestController
@RequestMapping({"/Users", "/uaa/Users"})
class ScimEndpoint {
  private static final int MAX_COUNT = 500;
  private static final Map<String, String> ORDERS = Map.of("username", "username", "email", "email", "created", "createdAt", "meta.created", "createdAt",
      "lastmodified", "updatedAt", "meta.lastmodified", "updatedAt", "id", "guid", "origin", "origin");
  private final Accounts accounts;
  private final Groups groups;
  private final Passwords passwords;
  private final IdentityProviders providers;

  ScimEndpoint(Accounts accounts, Groups groups, Passwords passwords, IdentityProviders providers) {
    this.accounts = accounts;
    this.groups = groups;
    this.passwords = passwords;
    this.providers = providers;
  }

  @GetMapping
  Map<String, Object> list(@RequestParam(required = false) @Nullable String filter, @RequestParam(defaultValue = "1") int startIndex,
      @RequestParam(defaultValue = "100") int count, @RequestParam(defaultValue = "created") String sortBy, @RequestParam(defaultValue = "ascending") String sortOrder) {
    UaaException.having(SCIM_READ, UAA_ADMIN);
    String column = ORDERS.get(sortBy.toLowerCase(Locale.ROOT));
    if (column == null) {
      throw new UaaException(400, "scim", "Invalid sortBy: use one of " + ORDERS.keySet().stream().sorted().toList());
    }
    int start = Math.max(1, startIndex);
    int limit = Math.clamp(count, 0, MAX_COUNT);
    var order = Sort.by(sortOrder.toLowerCase(Locale.ROOT).startsWith("desc") ? Sort.Direction.DESC : Sort.Direction.ASC, column).and(Sort.by("guid"));
    try {
      var page = accounts.list(filter, order, start - 1, limit);
      var memberships = groups.of(page.items().stream().map(UserEntity::guid).toList());
      return ScimBody.page(page.items().stream().map(user -> wire(user, memberships.getOrDefault(user.guid(), List.of()))).toList(), start, limit, page.total());
    } catch (IllegalArgumentException e) {
      throw new UaaException(400, "scim", "Invalid filter expression: " + e.getMessage());
    }
  }

  @GetMapping("/{id}")
  ResponseEntity<Map<String, Object>> get(@PathVariable String id) {
    if (!UaaException.caller().guid().equals(id)) {
      UaaException.having(SCIM_READ, UAA_ADMIN);
    }
    return answer(200, user(id));
  }

  @PostMapping
  ResponseEntity<Map<String, Object>> create(@RequestBody JsonNode json) {
    UaaException.having(SCIM_CREATE, SCIM_WRITE, UAA_ADMIN);
    var body = new ScimBody(json);
    String given = body.text("/origin");
    String origin = given == null || given.isEmpty() ? Accounts.ORIGIN : given;
    boolean ours = origin.equals(Accounts.ORIGIN);
    if (!ours && providers.find(origin).isEmpty()) {
      throw ScimBody.invalid("There is no identity provider with the origin '" + origin + "'; configured are: " + providers.origins());
    }
    String name = body.required("userName");
    String password = ours ? checked(json.path("password").asString("")) : null;
    var user = accounts.create(name, origin, password, body.profile(UserProfile.EMPTY))
        .orElseThrow(() -> new UaaException(409, "scim_resource_already_exists", "Username already in use: " + name));
    return answer(201, user);
  }

  @PutMapping("/{id}")
  ResponseEntity<Map<String, Object>> replace(@PathVariable String id, @RequestBody JsonNode json,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match) {
    var body = new ScimBody(json);
    body.required("userName");
    return update(id, body, match);
  }

  @PatchMapping("/{id}")
  ResponseEntity<Map<String, Object>> patch(@PathVariable String id, @RequestBody JsonNode json,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match) {
    return update(id, new ScimBody(json), match);
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Map<String, Object>> delete(@PathVariable String id) {
    if (UaaException.having(SCIM_WRITE, UAA_ADMIN).guid().equals(id)) {
      throw new UaaException(422, "scim_resource_not_deletable", "You cannot delete yourself: let another admin do it");
    }
    var memberships = groups.of(List.of(id)).getOrDefault(id, List.of());
    var user = accounts.delete(id).orElseThrow(() -> unknown(id));
    return ResponseEntity.ok(wire(user, memberships));
  }

  @PutMapping("/{id}/password")
  Map<String, String> setPassword(@PathVariable String id, @RequestBody JsonNode json, HttpServletRequest request) {
    var caller = UaaException.caller();
    boolean self = caller.guid().equals(id);
    if (self ? !UaaException.has(caller, Scopes.PASSWORD_WRITE) : !UaaException.has(caller, UAA_ADMIN)) {
      throw new UaaException(403, "insufficient_scope", "Insufficient scope for this resource: the user with " + Scopes.PASSWORD_WRITE + ", or " + UAA_ADMIN
          + ", may do this");
    }
    new ScimBody(json);
    String password = checked(json.path("password").asString(""));
    String old = json.path("oldPassword").asString("");
    if (self && !accounts.isPassword(id, old, ClientAddress.of(request))) {
      throw new UaaException(401, "unauthorized", "Old password is incorrect");
    }
    if (self && old.equals(password)) {
      throw new UaaException(422, "invalid_password", "Your new password cannot be the same as the old password.");
    }
    if (!accounts.setPassword(id, password)) {
      throw unknown(id);
    }
    return Map.of("status", "ok", "message", "password updated");
  }

  private ResponseEntity<Map<String, Object>> update(String id, ScimBody body, @Nullable String match) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    var user = user(id);
    if (match != null && !match.equals("*") && !match.replace("\"", "").equals(String.valueOf(user.version()))) {
      throw new UaaException(409, "scim_resource_changed", "The user was changed by somebody else; its version is " + user.version());
    }
    String name = body.has("userName") ? body.required("userName") : user.username();
    if (!accounts.update(user, name, body.profile(user.profile()))) {
      throw new UaaException(409, "scim_resource_already_exists", "Username already in use: " + name);
    }
    return answer(200, user(id));
  }

  private UserEntity user(String id) {
    return (id.indexOf('\0') >= 0 ? java.util.Optional.<UserEntity>empty() : accounts.get(id)).orElseThrow(() -> unknown(id));
  }

  private String checked(String password) {
    passwords.problem(password).ifPresent(problem -> {
      throw new UaaException(422, "invalid_password", problem);
    });
    return password;
  }

  private ResponseEntity<Map<String, Object>> answer(int status, UserEntity user) {
    return ResponseEntity.status(status).eTag("\"" + user.version() + "\"").body(wire(user, groups.of(List.of(user.guid())).getOrDefault(user.guid(), List.of())));
  }

  private static Map<String, Object> wire(UserEntity user, List<Group> memberships) {
    var profile = user.profile();
    var all = new LinkedHashMap<String, Object>();
    all.put("id", user.guid());
    put(all, "externalId", profile.externalId());
    all.put("meta", Map.of("version", user.version(), "created", user.createdAt(), "lastModified", user.updatedAt()));
    all.put("userName", user.username());
    var name = new LinkedHashMap<String, Object>();
    put(name, "familyName", profile.familyName());
    put(name, "givenName", profile.givenName());
    all.put("name", name);
    all.put("emails", List.of(Map.of("value", profile.email() == null ? user.username() : profile.email(), "primary", true)));
    all.put("phoneNumbers", profile.phone() == null ? List.of() : List.of(Map.of("value", profile.phone())));
    all.put("groups", memberships.stream().map(group -> Map.of("value", group.guid(), "display", group.name(), "type", "DIRECT")).toList());
    all.put("approvals", List.of());
    all.put("active", profile.active());
    all.put("verified", profile.verified());
    all.put("origin", user.origin());
    all.put("zoneId", "uaa");
    put(all, "passwordLastModified", user.passwordChangedAt() == null && user.hasPassword() ? user.createdAt() : user.passwordChangedAt());
    put(all, "lastLogonTime", millis(user.lastLoginAt()));
    put(all, "previousLogonTime", millis(user.previousLoginAt()));
    all.put("schemas", ScimBody.SCHEMAS);
    return all;
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static void put(Map<String, Object> all, String name, @Nullable Object value) {
    if (value != null) {
      all.put(name, value);
    }
  }

  private static UaaException unknown(String id) {
    return new UaaException(404, "scim_resource_not_found", "User " + (id.length() > 80 ? id.substring(0, 80) + "…" : id) + " does not exist");
  }
}
