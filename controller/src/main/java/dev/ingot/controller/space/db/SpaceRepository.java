package dev.ingot.controller.space.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Spaces. */
public interface SpaceRepository extends ResourceRepository<SpaceEntity> {
  /** The space, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select s from SpaceEntity s where s.guid = :guid")
  Optional<SpaceEntity> lock(String guid);

  /** The space of this name in an org. */
  Optional<SpaceEntity> findByOrganizationGuidAndName(String organizationGuid, String name);

  /** All spaces of an org. */
  List<SpaceEntity> findByOrganizationGuid(String organizationGuid);
}
