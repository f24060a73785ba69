package dev.ingot.controller.domain;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.domain.DomainRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.domain.db.DomainEntity;
import dev.ingot.controller.domain.db.DomainRepository;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.org.OrganizationContents;
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

  private final DomainRepository domains;
  private final List<DomainContents> contents;
  private final Access access;
  private final Quotas quotas;
  private final Jobs jobs;
  private final AuditEvents events;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Domains(DomainRepository domains, List<DomainContents> contents, Access access, Quotas quotas, Jobs jobs, AuditEvents events,
      TransactionTemplate transaction, Clock clock) {
    this.domains = domains;
    this.contents = contents;
    this.access = access;
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
    if (request.routerGroup() != null) {
      throw ApiException.unprocessable("Router group cannot be given: there are no TCP router groups here yet");
    }
    if (owner != null && Boolean.TRUE.equals(request.internal())) {
      throw ApiException.unprocessable("Internal domains cannot be associated to an organization.");
    }
    String name = DomainNames.require(request.name());
    if (domains.findByName(name).isPresent()) {
      throw ApiException.unprocessable("The domain name \"" + name + "\" is already in use");
    }
    if (owner != null) {
      quotas.checkDomain(owner);
    }
    var domain = new DomainEntity(name, Boolean.TRUE.equals(request.internal()), owner, clock.instant());
    domain.merge(request.metadata());
    domain.shareWith(shares(owner, request.relationships() == null ? null : request.relationships().sharedOrganizations()));
    return domains.saveAndFlush(domain);
  }

  /** Changes metadata. */
  @Transactional
  public DomainEntity update(String guid, DomainRequest request) {
    var domain = writable(guid);
    MetadataRules.check(request.metadata());
    if (request.name() != null || request.internal() != null || request.relationships() != null || request.routerGroup() != null) {
      throw ApiException.unprocessable("Unknown field(s): only 'metadata' of a domain can be changed");
    }
    domain.merge(request.metadata());
    return changed(domain);
  }

  /** Lets further orgs use a private domain; the caller must manage the domain's org and see the others. */
  @Transactional
  public DomainEntity share(String guid, ToMany organizations) {
    var domain = writable(guid);
    if (domain.organizationGuid() == null) {
      throw ApiException.unprocessable("Domains can not be shared with other organizations unless they are scoped to an organization.");
    }
    domain.shareWith(shares(domain.organizationGuid(), organizations));
    return changed(domain);
  }

  /** Ends what {@link #share} began. */
  @Transactional
  public void unshare(String guid, String organizationGuid) {
    var domain = writable(guid);
    if (!domain.sharedWith().contains(organizationGuid)) {
      throw ApiException.unprocessable("Unable to unshare domain from organization with guid '" + organizationGuid
          + "'. Ensure the domain is shared to this organization.");
    }
    domain.unshareWith(organizationGuid);
    changed(domain);
  }

  /** Starts deleting a domain with its routes; answers the job's guid. */
  @Transactional
  public String delete(String guid) {
    writable(guid);
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
    }
  }

  private Set<String> shares(@Nullable String owner, @Nullable ToMany organizations) {
    var guids = new HashSet<>(ToMany.guids(organizations));
    if (!guids.isEmpty() && owner == null) {
      throw ApiException.unprocessable("A domain shared by all cannot be shared with single organizations too.");
    }
    for (String guid : guids) {
      if (guid.equals(owner) || !access.mayOrganization(Permission.READ_ORG, guid)) {
        throw ApiException.unprocessable("Organization with guid '" + guid + "' does not exist, you do not have access to it, or it owns the domain.");
      }
    }
    return guids;
  }

  private DomainEntity changed(DomainEntity domain) {
    domain.touch(clock.instant());
    domains.saveAndFlush(domain);
    events.record("audit.domain.update", new AuditEvents.Target(domain.guid(), "domain", domain.name(), "",
        domain.organizationGuid() == null ? "" : domain.organizationGuid()), Map.of());
    return domain;
  }
}
