package dev.ingot.controller.role.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.user.User;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.role.Roles;
import dev.ingot.controller.role.db.RoleEntity;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.user.Users;
import dev.ingot.controller.user.http.UserWire;
import java.util.LinkedHashSet;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The users with a role in an org or a space. */
@RestController
class MembersEndpoint {
  private final Organizations organizations;
  private final Spaces spaces;
  private final Roles roles;
  private final Users users;
  private final UserWire wire;
  private final Lists lists;

  MembersEndpoint(Organizations organizations, Spaces spaces, Roles roles, Users users, UserWire wire, Lists lists) {
    this.organizations = organizations;
    this.spaces = spaces;
    this.roles = roles;
    this.users = users;
    this.wire = wire;
    this.lists = lists;
  }

  @GetMapping("/v3/organizations/{guid}/users")
  ListBody<User> ofOrganization(@PathVariable String guid, ListQuery query) {
    organizations.get(guid);
    return members(query, roles.inOrganization(guid));
  }

  @GetMapping("/v3/spaces/{guid}/users")
  ListBody<User> ofSpace(@PathVariable String guid, ListQuery query) {
    spaces.get(guid);
    return members(query, roles.inSpace(guid));
  }

  private ListBody<User> members(ListQuery query, List<RoleEntity> granted) {
    var guids = new LinkedHashSet<>(granted.stream().map(RoleEntity::userGuid).toList());
    return lists.body(query, users.list(query, guids), wire::of);
  }
}
