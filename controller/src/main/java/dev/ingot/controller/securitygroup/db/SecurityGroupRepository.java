package dev.ingot.controller.securitygroup.db;

import dev.ingot.controller.listing.db.ResourceRepository;

/** Security groups. */
public interface SecurityGroupRepository extends ResourceRepository<SecurityGroupEntity> {
  /** Whether there is one of this name. */
  boolean existsByName(String name);
}
