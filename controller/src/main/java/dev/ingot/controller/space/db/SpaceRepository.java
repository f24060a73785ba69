package dev.ingot.controller.space.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;

/** Spaces. */
public interface SpaceRepository extends ResourceRepository<SpaceEntity> {
  /** The space of this name in an org. */
  Optional<SpaceEntity> findByOrganizationGuidAndName(String organizationGuid, String name);

  /** All spaces of an org. */
  List<SpaceEntity> findByOrganizationGuid(String organizationGuid);
}
