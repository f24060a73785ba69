package dev.ingot.controller.quota;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.quota.db.Assignments;
import dev.ingot.controller.quota.db.OrganizationQuotaEntity;
import dev.ingot.controller.quota.db.OrganizationQuotaRepository;
import dev.ingot.controller.quota.db.QuotaLimits;
import dev.ingot.controller.validation.Names;
import dev.ingot.controller.validation.Relationships;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done with org quotas. Reading is for everybody in an org, all else for admins. */
@Service
@Transactional
public class OrganizationQuotas {
  /** Name of the quota that new orgs get; made when there is none. */
  public static final String DEFAULT = "default";
  private static final Listing<OrganizationQuotaEntity> LISTING =
      Listing.of(OrganizationQuotaEntity.class).filter("names", "name").order("name", "name").allow("organization_guids");
  private static final String RESOURCE = "Organization quota";

  private final OrganizationQuotaRepository quotas;
  private final Assignments assignments;
  private final Access access;
  private final AuditEvents events;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  OrganizationQuotas(OrganizationQuotaRepository quotas, Assignments assignments, Access access, AuditEvents events, Jobs jobs,
      TransactionTemplate transaction, Clock clock) {
    this.quotas = quotas;
    this.assignments = assignments;
    this.access = access;
    this.events = events;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The quotas of the orgs the caller may see; admins see all. */
  @Transactional(readOnly = true)
  public PageOf<OrganizationQuotaEntity> list(ListQuery query) {
    var wanted = query.filters().containsKey("organization_guids")
        ? GuidSet.of(assignments.quotasOfOrganizations(query.filter("organization_guids"))) : GuidSet.ALL;
    return LISTING.page(quotas, query, Listing.<OrganizationQuotaEntity>within("guid", visible()).and(Listing.within("guid", wanted)));
  }

  /** One quota; 404. */
  @Transactional(readOnly = true)
  public OrganizationQuotaEntity get(String guid) {
    return quotas.findById(guid).filter(quota -> visible().contains(guid)).orElseThrow(() -> ApiException.notFound(RESOURCE));
  }

  /** The orgs with each of these quotas that the caller may see. */
  @Transactional(readOnly = true)
  public Map<String, Set<String>> organizationsOf(Collection<String> guids) {
    return assignments.organizationsOf(guids, access.organizations(Permission.READ_ORG));
  }

  /** A new quota; what the request does not limit is unlimited. 422 when the name is taken or an org does not exist. */
  public OrganizationQuotaEntity create(OrganizationQuotaRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    String name = Names.require("Name", request.name());
    var limits = limits(QuotaLimits.unlimited(), request);
    var organizations = Relationships.optional(request.relationships() == null ? null : request.relationships().organizations());
    requireFree(name);
    var missing = missing(organizations);
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Organizations with guids " + missing + " do not exist, or you do not have access to them.");
    }
    var quota = new OrganizationQuotaEntity(name, clock.instant());
    quota.limit(limits);
    quotas.saveAndFlush(quota);
    assignments.assignToOrganizations(quota.guid(), organizations);
    record("create", quota, Map.of("request", Map.of("name", name)));
    return quota;
  }

  /** Changes what the request names; whoever is over a new limit keeps what it has. */
  public OrganizationQuotaEntity update(String guid, OrganizationQuotaRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    var quota = found(guid);
    if (request.relationships() != null) {
      throw ApiException.unprocessable("Unknown field(s): 'relationships'");
    }
    var limits = limits(quota.limits(), request);
    if (request.name() != null && !request.name().equals(quota.name())) {
      requireFree(Names.require("Name", request.name()));
      quota.rename(request.name());
    }
    if (limits.logRateLimit() != null && !limits.logRateLimit().equals(quota.limits().logRateLimit())) {
      QuotaTexts.refuseUnlimited("org", assignments.unlimitedOrganizations(organizationsWith(guid)));
    }
    quota.limit(limits);
    quota.touch(clock.instant());
    quotas.saveAndFlush(quota);
    record("update", quota, Map.of("request", request.name() == null ? Map.of() : Map.of("name", request.name())));
    return quota;
  }

  /** Starts deleting a quota that no org has; answers the job's guid. */
  public String delete(String guid) {
    access.platform(Permission.WRITE_PLATFORM);
    var quota = found(guid);
    requireUnused(guid);
    return jobs.start("organization_quota.delete", guid, progress -> transaction.executeWithoutResult(status -> {
      requireUnused(guid);
      record("delete", quota, Map.of());
      quotas.deleteById(guid);
    }));
  }

  /** Gives the quota to orgs, in place of the ones they had; answers all orgs that have it. */
  public Collection<String> apply(String guid, ToMany relationship) {
    access.platform(Permission.WRITE_PLATFORM);
    var quota = found(guid);
    var guids = Relationships.required(relationship);
    var missing = missing(guids);
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Organizations with guids " + missing + " do not exist");
    }
    if (quota.limits().logRateLimit() != null && !assignments.unlimitedOrganizations(guids).isEmpty()) {
      throw ApiException.unprocessable("Current usage exceeds new quota values. The org(s) being assigned this quota contain apps running with an"
          + " unlimited log rate limit.");
    }
    assignments.assignToOrganizations(guid, guids);
    assignments.organizations(guids).forEach(organization -> events.record("audit.organization_quota.apply",
        new AuditEvents.Target(guid, "organization_quota", quota.name(), "", organization.guid()),
        Map.of("organization_guid", organization.guid(), "organization_name", organization.name())));
    return organizationsWith(guid);
  }

  /** Guid of the quota that new orgs get. */
  public String defaultGuid() {
    return quotas.findByName(DEFAULT).orElseGet(() -> quotas.saveAndFlush(new OrganizationQuotaEntity(DEFAULT, clock.instant()))).guid();
  }

  private GuidSet visible() {
    var organizations = access.organizations(Permission.READ_ORG);
    return organizations.all() ? GuidSet.ALL : GuidSet.of(assignments.quotasOfOrganizations(organizations.guids()));
  }

  private OrganizationQuotaEntity found(String guid) {
    return quotas.findById(guid).orElseThrow(() -> ApiException.notFound(RESOURCE));
  }

  private Set<String> organizationsWith(String guid) {
    return assignments.organizationsOf(List.of(guid), GuidSet.ALL).getOrDefault(guid, Set.of());
  }

  private List<String> missing(Set<String> guids) {
    var known = assignments.organizations(guids).stream().map(Assignments.Holder::guid).toList();
    return guids.stream().filter(guid -> !known.contains(guid)).toList();
  }

  private void requireFree(String name) {
    if (quotas.findByName(name).isPresent()) {
      throw ApiException.unprocessable("Organization Quota '" + name + "' already exists.");
    }
  }

  private void requireUnused(String guid) {
    if (assignments.usedByOrganizations(guid)) {
      throw ApiException.unprocessable("This quota is applied to one or more organizations. Apply different quotas to those organizations before deleting.");
    }
  }

  private void record(String what, OrganizationQuotaEntity quota, Map<String, ?> data) {
    events.record("audit.organization_quota." + what, new AuditEvents.Target(quota.guid(), "organization_quota", quota.name(), "", ""), data);
  }

  private static QuotaLimits limits(QuotaLimits current, OrganizationQuotaRequest request) {
    return LimitsRequest.applied(current, request.apps(), request.services(), request.routes(), request.domains());
  }
}
