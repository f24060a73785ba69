package dev.ingot.controller.user.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.user.Users;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=user`. */
@Component
class IncludedUsers implements Includable {
  private final Users users;
  private final UserWire wire;

  IncludedUsers(Users users, UserWire wire) {
    this.users = users;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public String collection() {
    return "users";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return users.byGuids(guids).stream().map(user -> new Found(wire.of(user), Map.of())).toList();
  }
}
