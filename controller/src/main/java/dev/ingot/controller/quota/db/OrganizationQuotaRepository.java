package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.NativeQuery;

/** Org quotas. */
public interface OrganizationQuotaRepository extends ResourceRepository<OrganizationQuotaEntity> {
  /** The quota of this name. */
  Optional<OrganizationQuotaEntity> findByName(String name);

  /** Guids of the orgs that have this quota. */
  @NativeQuery("select guid from organizations where quota_guid = ?1 order by guid limit 5000")
  List<String> organizationsWith(String guid);

  /** Guids of the quotas that these orgs have. */
  @NativeQuery("select distinct quota_guid from organizations where guid in (?1)")
  List<String> ofOrganizations(Collection<String> organizations);
}
