package dev.ingot.controller.user.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;

/** Users. Their names are compared without case. */
public interface UserRepository extends ResourceRepository<UserEntity> {
  /** All users of this name, one per origin. */
  @Query("select u from UserEntity u where lower(u.username) = lower(:username) and u.origin <> '' order by u.origin")
  List<UserEntity> findByUsername(String username);

  /** The user of this name and origin. */
  @Query("select u from UserEntity u where lower(u.username) = lower(:username) and u.origin = :origin")
  Optional<UserEntity> findByUsernameAndOrigin(String username, String origin);

  /** The user that the provider of an origin knows by this id. */
  Optional<UserEntity> findByOriginAndExternalId(String origin, String externalId);
}
