package dev.ingot.controller.user.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;

/** Users. */
public interface UserRepository extends ResourceRepository<UserEntity> {
  /** All users of this name, one per origin. */
  List<UserEntity> findByUsername(String username);

  /** The first hundred users by name. */
  List<UserEntity> findTop100ByOrderByUsername();

  /** The user of this name and origin. */
  Optional<UserEntity> findByUsernameAndOrigin(String username, String origin);
}
