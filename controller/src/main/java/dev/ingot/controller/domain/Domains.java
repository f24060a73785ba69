package dev.ingot.controller.domain;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.domain.DomainRequest;
import dev.ingot.api.domain.DomainUpdate;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.domain.db.DomainEntity;
import dev.ingot.controller.domain.db.DomainRepository;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.org.OrganizationContents;
import dev.ingot.controller.org.db.OrganizationEntity;
import dev.ingot.controller.org.db.OrganizationRepository;
import dev.ingot.controller.quota.Quotas;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done with domains. Every method checks what the current caller may do. */
@Service
public class Domains implements OrganizationContents {
  private static final Listing<DomainEntity> LISTING = Listing.of(DomainEntity.class).filter("names", "name")
      .filter("organization_guids", "organizationGuid").order("name", "name");

  private static final int MAX_SHARES = 1000;

  private final DomainRepository domains;
  private final OrganizationRepository organizations;
  private final DomainConflicts conflicts;
  private final List<DomainContents> contents;
  private final Access access;
  private final FeatureFlags flags;
  private final Quotas quotas;
  private final Jobs jobs;
  private final AuditEvents events;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Domains(DomainRepository domains, OrganizationRepository organizations, DomainConflicts conflicts, List<DomainContents> contents, Access access,
      FeatureFlags flags, Quotas quotas, Jobs jobs, AuditEvents events, TransactionTemplate transaction, Clock clock) {
    this.domains = domains;
    this.organizations = organizations;
    this.conflicts = conflicts;
    this.contents = contents;
    this.access = access;
    this.flags = flags;
    this.quotas = quotas;
    this.jobs = jobs;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The domains the caller may see: shared ones, and those its orgs may use. */
  @Transactional(readOnly = true)
  public PageOf<DomainEntity> list(ListQuery query) {
    return LISTING.page(domains, query, DomainRepository.usableBy(access.organizations(Permission.READ_ORG)));
  }

  /** The domains an org may use; 404 when the caller may not see the org. */
  @Transactional(readOnly = true)
  public PageOf<DomainEntity> list(String organizationGuid, ListQuery query) {
    access.organization(Permission.READ_ORG, organizationGuid, "Organization");
    return LISTING.page(domains, query, DomainRepository.usableBy(GuidSet.of(Set.of(organizationGuid))));
  }

  /** The domains with these guids: for `include`, where the caller sees what refers to them. */
  @Transactional(readOnly = true)
  public List<DomainEntity> byGuids(Collection<String> guids) {
    return domains.findAllById(Set.copyOf(guids));
  }

  /** One domain; 404 when the caller may not see it. */
  @Transactional(readOnly = true)
  public DomainEntity get(String guid) {
    var organizations = access.organizations(Permission.READ_ORG);
    return domains.findById(guid).filter(domain -> organizations.all() || domain.organizationGuid() == null
        || organizations.guids().stream().anyMatch(domain::usableBy)).orElseThrow(() -> ApiException.notFound("Domain"));
  }

  /** The orgs a domain is shared with, as far as the caller may see them. */
  public Set<String> sharedWith(DomainEntity domain) {
    Set<String> shared = domain.sharedWith();
    if (!shared.isEmpty()) {
      GuidSet seen = access.organizations(Permission.READ_ORG);
      shared.removeIf(guid -> !seen.contains(guid));
    }
    return shared;
  }

  /** The domain that routes of an org get when none is named: the oldest shared one, else the org's oldest; 404 when there is none. */
  @Transactional(readOnly = true)
  public DomainEntity defaultOf(String organizationGuid) {
    access.organization(Permission.READ_ORG, organizationGuid, "Organization");
    return domains.findFirstByOrganizationGuidIsNullAndInternalFalseOrderByCreatedAt()
        .or(() -> domains.findFirstByOrganizationGuidAndInternalFalseOrderByCreatedAt(organizationGuid))
        .orElseThrow(() -> ApiException.notFound("Domain"));
  }

  /** A new domain: shared (for admins), or private to an org (for its managers). 422 when the name is taken. */
  @Transactional
  public DomainEntity create(DomainRequest request) {
    String owner = request.relationships() == null ? null : ToOne.guid(request.relationships().organization());
    requireMayCreate(owner);
    MetadataRules.check(request.metadata());
    boolean internal = Boolean.TRUE.equals(request.internal());
    if (internal && request.relationships() != null) {
      throw ApiException.unprocessable("Cannot associate an internal domain with an organization");
    }
    if (request.routerGroup() != null) {
      throw ApiException.unprocessable(internal ? "Internal domains cannot be associated to a router group."
          : request.relationships() != null ? "Domains scoped to an organization cannot be associated to a router group."
          : "Router group with guid '" + request.routerGroup().guid() + "' not found.");
    }
    String name = DomainNames.require(request.name());
    conflicts.check(name, owner);
    if (owner != null) {
      quotas.checkDomain(owner);
    }
    var domain = new DomainEntity(name, internal, owner, clock.instant());
    domain.merge(request.metadata());
    domain.shareWith(shares(owner, request.relationships() == null ? null : request.relationships().sharedOrganizations()));
    domains.saveAndFlush(domain);
    event("audit.domain.create", domain, Map.of("name", name, "internal", internal));
    return domain;
  }

  /** Changes metadata. */
  @Transactional
  public DomainEntity update(String guid, DomainUpdate request) {
    var domain = writable(guid);
    MetadataRules.check(request.metadata());
    domain.merge(request.metadata());
    return changed(domain);
  }

  /** Lets further orgs use a private domain; the caller must manage the domain's org and see the others. */
  @Transactional
  public DomainEntity share(String guid, ToMany organizations) {
    var domain = writable(guid);
    if (domain.organizationGuid() == null) {
      throw ApiException.unprocessable("Domains cannot be shared with other organizations unless they are scoped to an organization.");
    }
    if (ToMany.guids(organizations).isEmpty()) {
      throw ApiException.unprocessable("Data must be an array of objects with a guid: {\"data\": [{\"guid\": \"org_guid\"}]}");
    }
    domain.shareWith(shares(domain.organizationGuid(), organizations));
    return changed(domain);
  }

  /** Ends what {@link #share} began, for managers of either org. 422 while that org has routes on it. */
  @Transactional
  public void unshare(String guid, String organizationGuid) {
    var domain = get(guid);
    if (!access.mayOrganization(Permission.READ_ORG, organizationGuid)) {
      throw ApiException.unprocessable("Organization with guid '" + organizationGuid + "' does not exist or you do not have access to it.");
    }
    if (!access.mayOrganization(Permission.WRITE_ORG, organizationGuid)) {
      writable(guid);
    }
    if (!domain.sharedWith().contains(organizationGuid)) {
      throw ApiException.unprocessable("Unable to unshare domain from organization with name '" + organizations.findById(organizationGuid)
          .map(OrganizationEntity::name).orElse("") + "'. Ensure the domain is shared to this organization.");
    }
    if (contents.stream().anyMatch(content -> content.usedBy(guid, organizationGuid))) {
      throw ApiException.unprocessable("This domain has associated routes in this organization. Delete the routes before unsharing.");
    }
    domain.unshareWith(organizationGuid);
    changed(domain);
  }

  /** Starts deleting a domain with its routes; answers the job's guid. 422 while it is shared with other orgs. */
  @Transactional
  public String delete(String guid) {
    var domain = writable(guid);
    if (!domain.sharedWith().isEmpty()) {
      throw ApiException.unprocessable("This domain is shared with other organizations. Unshare before deleting.");
    }
    event("audit.domain.delete-request", domain, Map.of());
    return jobs.start("domain.delete", guid, progress -> transaction.executeWithoutResult(status -> deleteDomain(guid)));
  }

  @Override
  public void deleteIn(String organizationGuid) {
    domains.findByOrganizationGuid(organizationGuid).forEach(domain -> deleteDomain(domain.guid()));
    domains.flush();
  }

  @Override
  public int rank() {
    return 10;
  }

  private void deleteDomain(String guid) {
    contents.forEach(content -> content.deleteOn(guid));
    domains.deleteById(guid);
  }

  private DomainEntity writable(String guid) {
    var domain = get(guid);
    if (domain.organizationGuid() == null) {
      access.platform(Permission.WRITE_PLATFORM);
    } else {
      access.organization(Permission.WRITE_ORG, domain.organizationGuid(), "Domain");
    }
    return domain;
  }

  private void requireMayCreate(@Nullable String owner) {
    if (owner == null) {
      access.platform(Permission.WRITE_PLATFORM);
    } else if (!access.mayOrganization(Permission.READ_ORG, owner)) {
      throw ApiException.unprocessable("Organization with guid '" + owner + "' does not exist or you do not have access to it.");
    } else {
      access.organization(Permission.WRITE_ORG, owner, "Organization");
      flags.require(Flag.PRIVATE_DOMAIN_CREATION);
    }
  }

  private Set<String> shares(@Nullable String owner, @Nullable ToMany organizations) {
    var guids = new HashSet<>(ToMany.guids(organizations));
    if (!guids.isEmpty() && owner == null) {
      throw ApiException.unprocessable("Relationships cannot contain shared_organizations without an owning organization.");
    }
    if (guids.size() > MAX_SHARES) {
      throw ApiException.unprocessable("A domain can be shared with at most " + MAX_SHARES + " organizations at once");
    }
    for (String guid : guids) {
      if (!access.mayOrganization(Permission.READ_ORG, guid)) {
        throw ApiException.unprocessable("Organization with guid '" + guid + "' does not exist, or you do not have access to it.");
      }
      var other = this.organizations.findById(guid).orElseThrow();
      if (!access.mayOrganization(Permission.WRITE_ORG, guid)) {
        throw ApiException.unprocessable("You do not have sufficient permissions for organization '" + other.name() + "' to share domain.");
      }
      if (other.suspended()) {
        throw ApiException.unprocessable("Organization '" + other.name() + "' is suspended.");
      }
    }
    if (owner != null && guids.contains(owner)) {
      throw ApiException.unprocessable("Domain cannot be shared with owning organization.");
    }
    return guids;
  }

  private DomainEntity changed(DomainEntity domain) {
    domain.touch(clock.instant());
    domains.saveAndFlush(domain);
    event("audit.domain.update", domain, Map.of());
    return domain;
  }

  private void event(String type, DomainEntity domain, Map<String, ?> data) {
    events.record(type, new AuditEvents.Target(domain.guid(), "domain", domain.name(), "",
        domain.organizationGuid() == null ? "" : domain.organizationGuid()), data);
  }
}
