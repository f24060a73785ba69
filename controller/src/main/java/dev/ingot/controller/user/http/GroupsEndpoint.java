package dev.ingot.controller.user.http;

import static dev.ingot.controller.auth.Scopes.SCIM_READ;
import static dev.ingot.controller.auth.Scopes.SCIM_WRITE;
import static dev.ingot.controller.auth.Scopes.UAA_ADMIN;

import dev.ingot.controller.auth.http.UaaException;
import dev.ingot.controller.user.Accounts;
import dev.ingot.controller.user.Groups;
import dev.ingot.controller.user.db.GroupStore.Group;
import dev.ingot.controller.user.db.GroupStore.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** `/Groups`, in SCIM's shape, as UAA has it. Members are users, not groups. */
@RestController
@RequestMapping({"/Groups", "/uaa/Groups"})
class GroupsEndpoint {
  private static final Pattern FILTER = Pattern.compile("(?i)\\s*(displayName|id)\\s+eq\\s+\"([^\"]{1,255})\"\\s*");
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,255}");
  private static final int MAX_COUNT = 500;
  private final Groups groups;
  private final Accounts accounts;

  GroupsEndpoint(Groups groups, Accounts accounts) {
    this.groups = groups;
    this.accounts = accounts;
  }

  @GetMapping
  Map<String, Object> list(@RequestParam(required = false) @Nullable String filter, @RequestParam(defaultValue = "1") int startIndex,
      @RequestParam(defaultValue = "100") int count) {
    UaaException.having(SCIM_READ, UAA_ADMIN);
    int start = Math.max(1, startIndex);
    int limit = Math.clamp(count, 0, MAX_COUNT);
    if (filter == null) {
      return ScimBody.page(groups.list(start - 1, limit).stream().map(this::wire).toList(), start, limit, groups.count());
    }
    Matcher matcher = FILTER.matcher(filter);
    if (!matcher.matches() || filter.indexOf('\0') >= 0) {
      throw new UaaException(400, "scim", "Invalid filter expression: use displayName eq \"…\" or id eq \"…\"");
    }
    var found = matcher.group(1).equalsIgnoreCase("id") ? groups.get(matcher.group(2)) : groups.named(matcher.group(2));
    return ScimBody.page(found.stream().map(this::wire).toList(), start, limit, found.isPresent() ? 1 : 0);
  }

  @GetMapping("/{id}")
  Map<String, Object> get(@PathVariable String id) {
    UaaException.having(SCIM_READ, UAA_ADMIN);
    return wire(group(id));
  }

  @PostMapping
  ResponseEntity<Map<String, Object>> create(@RequestBody JsonNode json) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    var body = new ScimBody(json);
    String name = name(body);
    var members = body.members();
    members.forEach(this::user);
    return ResponseEntity.status(201).body(wire(groups.create(name, body.text("/description"), members).orElseThrow(() -> taken(name))));
  }

  @PutMapping("/{id}")
  Map<String, Object> update(@PathVariable String id, @RequestBody JsonNode json) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    var group = group(id);
    var body = new ScimBody(json);
    String name = name(body);
    var members = body.has("members") ? body.members() : null;
    if (members != null) {
      members.forEach(this::user);
    }
    if (!groups.update(group.guid(), name, body.text("/description"), members)) {
      throw taken(name);
    }
    return wire(group(id));
  }

  @DeleteMapping("/{id}")
  Map<String, Object> delete(@PathVariable String id) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    var gone = wire(group(id));
    groups.delete(id);
    return gone;
  }

  @GetMapping("/{id}/members")
  List<Map<String, Object>> members(@PathVariable String id) {
    UaaException.having(SCIM_READ, UAA_ADMIN);
    return groups.members(group(id).guid()).stream().map(GroupsEndpoint::member).toList();
  }

  @GetMapping("/{id}/members/{user}")
  Map<String, Object> member(@PathVariable String id, @PathVariable String user) {
    UaaException.having(SCIM_READ, UAA_ADMIN);
    return groups.members(group(id).guid()).stream().filter(member -> member.userGuid().equals(user)).findFirst().map(GroupsEndpoint::member)
        .orElseThrow(GroupsEndpoint::noMember);
  }

  @PostMapping("/{id}/members")
  ResponseEntity<Map<String, Object>> join(@PathVariable String id, @RequestBody JsonNode json) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    var group = group(id);
    String user = ScimBody.member(json);
    user(user);
    if (!groups.join(group.guid(), user)) {
      throw new UaaException(409, "member_already_exists", "The user is a member of the group " + group.name() + " already");
    }
    return ResponseEntity.status(201).body(Map.of("value", user, "type", "USER", "origin", Accounts.ORIGIN));
  }

  @DeleteMapping("/{id}/members/{user}")
  Map<String, Object> leave(@PathVariable String id, @PathVariable String user) {
    UaaException.having(SCIM_WRITE, UAA_ADMIN);
    if (!groups.leave(group(id).guid(), user)) {
      throw noMember();
    }
    return Map.of("value", user, "type", "USER", "origin", Accounts.ORIGIN);
  }

  private Group group(String id) {
    return (id.indexOf('\0') >= 0 ? Optional.<Group>empty() : groups.get(id))
        .orElseThrow(() -> new UaaException(404, "scim_resource_not_found", "Group " + id + " does not exist"));
  }

  private void user(String guid) {
    accounts.get(guid).orElseThrow(() -> new UaaException(404, "scim_resource_not_found", "User " + guid + " does not exist"));
  }

  private static String name(ScimBody body) {
    String name = body.required("displayName");
    if (!NAME.matcher(name).matches()) {
      throw ScimBody.invalid("displayName must be 1 to 255 characters without blanks");
    }
    return name;
  }

  private Map<String, Object> wire(Group group) {
    var all = new LinkedHashMap<String, Object>();
    all.put("id", group.guid());
    all.put("displayName", group.name());
    if (group.description() != null) {
      all.put("description", group.description());
    }
    all.put("members", groups.members(group.guid()).stream().map(GroupsEndpoint::member).toList());
    all.put("zoneId", "uaa");
    all.put("meta", Map.of("version", group.version(), "created", group.createdAt(), "lastModified", group.updatedAt()));
    all.put("schemas", ScimBody.SCHEMAS);
    return all;
  }

  private static Map<String, Object> member(Member member) {
    return Map.of("value", member.userGuid(), "type", "USER", "origin", member.origin(), "display", member.username());
  }

  private static UaaException taken(String name) {
    return new UaaException(409, "scim_resource_already_exists", "A group with displayName: " + name + " already exists.");
  }

  private static UaaException noMember() {
    return new UaaException(404, "member_not_found", "The user is not a member of the group");
  }
}
