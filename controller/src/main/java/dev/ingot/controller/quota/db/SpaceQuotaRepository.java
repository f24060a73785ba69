package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;

/** Space quotas. */
public interface SpaceQuotaRepository extends ResourceRepository<SpaceQuotaEntity> {
  /** Whether the org has a quota of this name. */
  boolean existsByOrganizationGuidAndName(String organizationGuid, String name);

  /** All quotas of an org. */
  List<SpaceQuotaEntity> findByOrganizationGuid(String organizationGuid);
}
