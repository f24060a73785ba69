package dev.ingot.controller.user;

import dev.ingot.controller.auth.ClientRemoval;
import dev.ingot.controller.auth.db.ClientStore;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserRepository;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** OAuth clients as users of the v3 API: one gets a row of `users`, without origin, when it is given a role. */
@Component
public class ClientUsers implements ClientRemoval {
  private final UserRepository users;
  private final ClientStore clients;
  // Not a list: features that refer to users refer to this one too.
  private final ObjectProvider<UserRemoval> removals;
  private final Clock clock;

  ClientUsers(UserRepository users, ClientStore clients, ObjectProvider<UserRemoval> removals, Clock clock) {
    this.users = users;
    this.clients = clients;
    this.removals = removals;
    this.clock = clock;
  }

  /** The user or client that a role is given to by guid. */
  @Transactional
  public Optional<UserEntity> forRole(String guid) {
    return users.findById(guid).or(() -> clients.find(guid).map(client -> {
      var user = new UserEntity(guid, guid, "", null, clock.instant());
      user.ofUaa(false);
      return users.saveAndFlush(user);
    }));
  }

  @Override
  public void removeClient(String clientId) {
    users.findById(clientId).filter(user -> user.origin().isEmpty()).ifPresent(user -> {
      removals.forEach(removal -> removal.removeUser(clientId));
      users.delete(user);
    });
  }
}
