package dev.ingot.controller.quota;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.quota.db.OrganizationQuotaEntity;
import dev.ingot.controller.quota.db.OrganizationQuotaRepository;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with org quotas. */
@Service
public class OrganizationQuotas {
  /** Name of the quota that new orgs get; made when there is none. */
  public static final String DEFAULT = "default";
  private static final Listing<OrganizationQuotaEntity> LISTING =
      Listing.of(OrganizationQuotaEntity.class).filter("names", "name").order("name", "name");
  private final OrganizationQuotaRepository quotas;
  private final Access access;
  private final Clock clock;

  OrganizationQuotas(OrganizationQuotaRepository quotas, Access access, Clock clock) {
    this.quotas = quotas;
    this.access = access;
    this.clock = clock;
  }

  /** The quotas of the orgs the caller may see; admins see all. */
  @Transactional(readOnly = true)
  public PageOf<OrganizationQuotaEntity> list(ListQuery query) {
    return LISTING.page(quotas, query, Listing.within("guid", visible()));
  }

  /** One quota; 404. */
  @Transactional(readOnly = true)
  public OrganizationQuotaEntity get(String guid) {
    return quotas.findById(guid).filter(quota -> visible().contains(guid)).orElseThrow(() -> ApiException.notFound("Organization quota"));
  }

  /** The orgs with this quota that the caller may see. */
  @Transactional(readOnly = true)
  public List<String> organizationsWith(String guid) {
    var visible = access.organizations(Permission.READ_ORG);
    return quotas.organizationsWith(guid).stream().filter(visible::contains).toList();
  }

  private GuidSet visible() {
    var organizations = access.organizations(Permission.READ_ORG);
    return organizations.all() ? GuidSet.ALL
        : GuidSet.of(organizations.guids().isEmpty() ? Set.of() : Set.copyOf(quotas.ofOrganizations(organizations.guids())));
  }

  /** Guid of the quota that new orgs get. */
  @Transactional
  public String defaultGuid() {
    return quotas.findByName(DEFAULT).orElseGet(() -> quotas.saveAndFlush(new OrganizationQuotaEntity(DEFAULT, clock.instant()))).guid();
  }
}
