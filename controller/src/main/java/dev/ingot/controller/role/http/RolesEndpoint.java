package dev.ingot.controller.role.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.role.Role;
import dev.ingot.api.role.RoleRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.role.Roles;
import dev.ingot.controller.role.db.RoleEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/roles`. */
@RestController
class RolesEndpoint {
  private static final Inclusion<RoleEntity> INCLUDE =
      Inclusion.of("user", RoleEntity::userGuid).and("organization", RoleEntity::organizationGuid).and("space", RoleEntity::spaceGuid);
  private final Roles roles;
  private final Includes includes;
  private final Lists lists;
  private final Links links;
  private final Answers answers;

  RolesEndpoint(Roles roles, Includes includes, Lists lists, Links links, Answers answers) {
    this.roles = roles;
    this.includes = includes;
    this.lists = lists;
    this.links = links;
    this.answers = answers;
  }

  @GetMapping("/v3/roles")
  ListBody<Role> list(ListQuery query) {
    var page = roles.list(query);
    return lists.body(query, page, this::wire, includes.of(INCLUDE, query, page.items()));
  }

  @PostMapping("/v3/roles")
  ResponseEntity<Role> create(@RequestBody RoleRequest request) {
    return Answers.created(wire(roles.create(request)));
  }

  @GetMapping("/v3/roles/{guid}")
  Single<Role> get(@PathVariable String guid, ListQuery query) {
    var role = roles.get(guid);
    return includes.one(INCLUDE, query, role, wire(role));
  }

  @DeleteMapping("/v3/roles/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(roles.delete(guid));
  }

  private Role wire(RoleEntity role) {
    var more = new LinkedHashMap<>(Map.of("self", links.to("/v3/roles/" + role.guid()), "user", links.to("/v3/users/" + role.userGuid())));
    if (role.spaceGuid() == null) {
      more.put("organization", links.to("/v3/organizations/" + role.organizationGuid()));
    } else {
      more.put("space", links.to("/v3/spaces/" + role.spaceGuid()));
    }
    return new Role(role.guid(), role.createdAt(), role.updatedAt(), role.type(),
        new Role.Relationships(ToOne.of(role.userGuid()), ToOne.of(role.organizationGuid()), ToOne.of(role.spaceGuid())), more);
  }
}
