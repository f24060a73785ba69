package dev.ingot.controller.user.http;

import dev.ingot.api.user.User;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.user.db.UserEntity;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Users as the v3 API answers them. */
@Component
public class UserWire {
  private final Links links;

  UserWire(Links links) {
    this.links = links;
  }

  /** The wire record. */
  public User of(UserEntity user) {
    boolean client = user.origin().isEmpty();
    return new User(user.guid(), user.createdAt(), user.updatedAt(), client ? null : user.username(), user.username(), client ? null : user.origin(),
        user.metadata(), Map.of("self", links.to("/v3/users/" + user.guid())));
  }
}
