package dev.ingot.controller.role.http;

import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.org.http.OrganizationWire;
import dev.ingot.controller.role.db.RoleEntity;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.space.http.SpaceWire;
import dev.ingot.controller.user.Users;
import dev.ingot.controller.user.http.UserWire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a list of roles can bring along. */
@Component
class RoleIncludes {
  private final Users users;
  private final Organizations organizations;
  private final Spaces spaces;
  private final UserWire userWire;
  private final OrganizationWire organizationWire;
  private final SpaceWire spaceWire;

  RoleIncludes(Users users, Organizations organizations, Spaces spaces, UserWire userWire, OrganizationWire organizationWire, SpaceWire spaceWire) {
    this.users = users;
    this.organizations = organizations;
    this.spaces = spaces;
    this.userWire = userWire;
    this.organizationWire = organizationWire;
    this.spaceWire = spaceWire;
  }

  @Nullable Map<String, List<?>> of(Set<String> wanted, List<RoleEntity> roles) {
    if (wanted.isEmpty()) {
      return null;
    }
    var included = new LinkedHashMap<String, List<?>>();
    if (wanted.contains("user")) {
      included.put("users", users.byGuids(guids(roles, RoleEntity::userGuid)).stream().map(userWire::of).toList());
    }
    if (wanted.contains("organization")) {
      included.put("organizations", organizations.byGuids(guids(roles, RoleEntity::organizationGuid)).stream().map(organizationWire::of).toList());
    }
    if (wanted.contains("space")) {
      included.put("spaces", spaces.byGuids(guids(roles, RoleEntity::spaceGuid)).stream().map(spaceWire::of).toList());
    }
    return included;
  }

  private static List<String> guids(List<RoleEntity> roles, Function<RoleEntity, @Nullable String> part) {
    return roles.stream().map(part).filter(Objects::nonNull).distinct().toList();
  }
}
