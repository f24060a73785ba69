package dev.ingot.controller.org.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Orgs. */
public interface OrganizationRepository extends ResourceRepository<OrganizationEntity> {
  /** The org, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select o from OrganizationEntity o where o.guid = :guid")
  Optional<OrganizationEntity> lock(String guid);

  /** The org of this name. */
  Optional<OrganizationEntity> findByName(String name);
}
