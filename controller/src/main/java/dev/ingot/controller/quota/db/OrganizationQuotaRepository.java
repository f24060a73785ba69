package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Optional;

/** Org quotas. */
public interface OrganizationQuotaRepository extends ResourceRepository<OrganizationQuotaEntity> {
  /** The quota of this name. */
  Optional<OrganizationQuotaEntity> findByName(String name);
}
