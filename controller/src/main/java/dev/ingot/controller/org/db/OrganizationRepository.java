package dev.ingot.controller.org.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Optional;

/** Orgs. */
public interface OrganizationRepository extends ResourceRepository<OrganizationEntity> {
  /** The org of this name. */
  Optional<OrganizationEntity> findByName(String name);
}
