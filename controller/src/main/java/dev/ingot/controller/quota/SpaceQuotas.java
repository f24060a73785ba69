package dev.ingot.controller.quota;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
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
import dev.ingot.controller.quota.db.QuotaLimits;
import dev.ingot.controller.quota.db.SpaceQuotaEntity;
import dev.ingot.controller.quota.db.SpaceQuotaRepository;
import dev.ingot.controller.validation.Names;
import dev.ingot.controller.validation.Relationships;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done with space quotas. For the managers of their org; who has a role in a space may see the one it has. */
@Service
@Transactional
public class SpaceQuotas {
  private static final Listing<SpaceQuotaEntity> LISTING = Listing.of(SpaceQuotaEntity.class).filter("names", "name")
      .filter("organization_guids", "organizationGuid").order("name", "name").allow("space_guids");
  private static final String RESOURCE = "Space quota";

  private final SpaceQuotaRepository quotas;
  private final Assignments assignments;
  private final Access access;
  private final AuditEvents events;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SpaceQuotas(SpaceQuotaRepository quotas, Assignments assignments, Access access, AuditEvents events, Jobs jobs, TransactionTemplate transaction,
      Clock clock) {
    this.quotas = quotas;
    this.assignments = assignments;
    this.access = access;
    this.events = events;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The quotas of orgs the caller manages and of spaces it may see. */
  @Transactional(readOnly = true)
  public PageOf<SpaceQuotaEntity> list(ListQuery query) {
    var wanted = query.filters().containsKey("space_guids") ? GuidSet.of(assignments.quotasOfSpaces(query.filter("space_guids"))) : GuidSet.ALL;
    return LISTING.page(quotas, query, visible().and(Listing.within("guid", wanted)));
  }

  /** One quota; 404. */
  @Transactional(readOnly = true)
  public SpaceQuotaEntity get(String guid) {
    return quotas.findById(guid).filter(this::visible).orElseThrow(() -> ApiException.notFound(RESOURCE));
  }

  /** The spaces with each of these quotas that the caller may see. */
  @Transactional(readOnly = true)
  public Map<String, Set<String>> spacesOf(Collection<String> guids) {
    return assignments.spacesOf(guids, access.spaces(Permission.READ_SPACE));
  }

  /** A new quota of an org; what the request does not limit is unlimited. 422 when the name is taken or a space is not of the org. */
  public SpaceQuotaEntity create(SpaceQuotaRequest request) {
    String organization = request.relationships() == null ? null : ToOne.guid(request.relationships().organization());
    if (organization == null) {
      throw ApiException.unprocessable("Relationships 'organization' is required: {\"organization\": {\"data\": {\"guid\": \"…\"}}}");
    }
    if (!access.mayOrganization(Permission.READ_ORG, organization)) {
      throw ApiException.unprocessable("Organization with guid '" + organization + "' does not exist, or you do not have access to it.");
    }
    access.organization(Permission.WRITE_ORG, organization, "Organization");
    String name = Names.require("Name", request.name());
    var limits = limits(QuotaLimits.unlimited(), request);
    var spaces = Relationships.optional(request.relationships().spaces());
    requireFree(organization, name);
    var inOrganization = assignments.spaces(spaces).stream().filter(space -> space.organizationGuid().equals(organization)).map(Assignments.Holder::guid).toList();
    var missing = spaces.stream().filter(space -> !inOrganization.contains(space)).toList();
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Spaces with guids " + missing + " do not exist within the organization specified, or you do not have access to them.");
    }
    var quota = quotas.saveAndFlush(new SpaceQuotaEntity(organization, name, limits, clock.instant()));
    assignments.assignToSpaces(quota.guid(), spaces);
    record("create", quota, "", Map.of("request", Map.of("name", name)));
    return quota;
  }

  /** Changes what the request names; spaces that are over a new limit keep what they have. */
  public SpaceQuotaEntity update(String guid, SpaceQuotaRequest request) {
    var quota = writable(guid);
    if (request.relationships() != null) {
      throw ApiException.unprocessable("Unknown field(s): 'relationships'");
    }
    var limits = limits(quota.limits(), request);
    if (request.name() != null && !request.name().equals(quota.name())) {
      requireFree(quota.organizationGuid(), Names.require("Name", request.name()));
      quota.rename(request.name());
    }
    if (limits.logRateLimit() != null && !limits.logRateLimit().equals(quota.limits().logRateLimit())) {
      QuotaTexts.refuseUnlimited("space", assignments.unlimitedSpaces(spacesWith(guid)));
    }
    quota.limit(limits);
    quota.touch(clock.instant());
    quotas.saveAndFlush(quota);
    record("update", quota, "", Map.of("request", request.name() == null ? Map.of() : Map.of("name", request.name())));
    return quota;
  }

  /** Starts deleting a quota that no space has; answers the job's guid. */
  public String delete(String guid) {
    var quota = writable(guid);
    requireUnused(guid);
    return jobs.start("space_quota.delete", guid, progress -> transaction.executeWithoutResult(status -> {
      requireUnused(guid);
      record("delete", quota, "", Map.of());
      quotas.deleteById(guid);
    }));
  }

  /** Gives the quota to spaces of its org, in place of the ones they had; answers all spaces that have it. */
  public Collection<String> apply(String guid, ToMany relationship) {
    var quota = writable(guid);
    var guids = Relationships.required(relationship);
    var visible = access.spaces(Permission.READ_SPACE);
    var spaces = assignments.spaces(guids).stream().filter(space -> visible.contains(space.guid())).toList();
    var known = spaces.stream().map(Assignments.Holder::guid).toList();
    var missing = guids.stream().filter(space -> !known.contains(space)).toList();
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Spaces with guids " + missing + " do not exist, or you do not have access to them.");
    }
    if (spaces.stream().anyMatch(space -> !space.organizationGuid().equals(quota.organizationGuid()))) {
      throw ApiException.unprocessable("Space quotas cannot be applied outside of their owning organization.");
    }
    if (quota.limits().logRateLimit() != null && !assignments.unlimitedSpaces(guids).isEmpty()) {
      throw ApiException.unprocessable("Current usage exceeds new quota values. The space(s) being assigned this quota contain apps running with an"
          + " unlimited log rate limit.");
    }
    assignments.assignToSpaces(guid, guids);
    spaces.forEach(space -> record("apply", quota, space.guid(), Map.of("space_guid", space.guid(), "space_name", space.name())));
    return spacesWith(guid).stream().filter(visible::contains).toList();
  }

  /** Takes the quota from a space; 422 when it does not have it. */
  public void remove(String guid, String spaceGuid) {
    var quota = writable(guid);
    var space = assignments.spaces(Set.of(spaceGuid)).stream().filter(found -> guid.equals(found.quotaGuid())).findFirst()
        .orElseThrow(() -> ApiException.unprocessable("Unable to remove quota from space with guid '" + spaceGuid
            + "'. Ensure the space quota is applied to this space."));
    assignments.assignToSpaces(null, Set.of(spaceGuid));
    record("remove", quota, spaceGuid, Map.of("space_guid", spaceGuid, "space_name", space.name()));
  }

  /** Deletes all quotas of an org that is deleted, when its spaces are gone. */
  public void deleteIn(String organizationGuid) {
    quotas.deleteAll(quotas.findByOrganizationGuid(organizationGuid));
    quotas.flush();
  }

  private Specification<SpaceQuotaEntity> visible() {
    var spaces = access.spaces(Permission.READ_SPACE);
    return spaces.all() ? Specification.unrestricted() : Listing.<SpaceQuotaEntity>within("organizationGuid", access.organizations(Permission.WRITE_ORG))
        .or(Listing.within("guid", GuidSet.of(assignments.quotasOfSpaces(spaces.guids()))));
  }

  private boolean visible(SpaceQuotaEntity quota) {
    var spaces = access.spaces(Permission.READ_SPACE);
    return spaces.all() || access.organizations(Permission.WRITE_ORG).contains(quota.organizationGuid())
        || assignments.quotasOfSpaces(spaces.guids()).contains(quota.guid());
  }

  private SpaceQuotaEntity writable(String guid) {
    var quota = get(guid);
    access.organization(Permission.WRITE_ORG, quota.organizationGuid(), RESOURCE);
    return quota;
  }

  private Set<String> spacesWith(String guid) {
    return assignments.spacesOf(List.of(guid), GuidSet.ALL).getOrDefault(guid, Set.of());
  }

  private void requireFree(String organization, String name) {
    if (quotas.existsByOrganizationGuidAndName(organization, name)) {
      throw ApiException.unprocessable("Space Quota '" + name + "' already exists.");
    }
  }

  private void requireUnused(String guid) {
    if (assignments.usedBySpaces(guid)) {
      throw ApiException.unprocessable("This quota is applied to one or more spaces. Remove this quota from all spaces before deleting.");
    }
  }

  private void record(String what, SpaceQuotaEntity quota, String space, Map<String, ?> data) {
    events.record("audit.space_quota." + what, new AuditEvents.Target(quota.guid(), "space_quota", quota.name(), space, quota.organizationGuid()), data);
  }

  private static QuotaLimits limits(QuotaLimits current, SpaceQuotaRequest request) {
    return LimitsRequest.applied(current, request.apps(), request.services(), request.routes(), null);
  }
}
