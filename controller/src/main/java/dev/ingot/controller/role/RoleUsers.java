package dev.ingot.controller.role;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.role.RoleRequest;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.user.ClientUsers;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserRepository;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the user a role is for, by guid or by name. */
@Component
class RoleUsers {
  private final UserRepository users;
  private final ClientUsers known;
  private final FeatureFlags flags;

  RoleUsers(UserRepository users, ClientUsers known, FeatureFlags flags) {
    this.users = users;
    this.known = known;
    this.flags = flags;
  }

  UserEntity find(RoleRequest.@Nullable UserRelationship relationship) {
    var wanted = relationship == null ? null : relationship.data();
    if (wanted == null || (wanted.guid() == null) == (wanted.username() == null)) {
      throw ApiException.unprocessable("Relationships user must have either a guid or a username");
    }
    if (wanted.guid() != null) {
      return known.forRole(wanted.guid())
          .orElseThrow(() -> ApiException.unprocessable("Invalid user. Ensure that the user exists and you have access to it."));
    }
    flags.require(Flag.SET_ROLES_BY_USERNAME);
    return byName(wanted.username(), wanted.origin());
  }

  String name(String guid) {
    return users.findById(guid).map(UserEntity::username).orElse("");
  }

  private UserEntity byName(String username, @Nullable String origin) {
    var found = users.findByUsername(username).stream().filter(user -> origin == null || origin.equals(user.origin())).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw ApiException.unprocessable("No user exists with the username '" + username + "'" + (origin == null ? "." : " and origin '" + origin + "'."));
    }
    throw ApiException.unprocessable("Ambiguous user. User with username '" + username + "' exists in the following origins: "
        + found.stream().map(UserEntity::origin).collect(Collectors.joining(", ")) + ". Specify an origin to disambiguate.");
  }
}
