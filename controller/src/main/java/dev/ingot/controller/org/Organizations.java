package dev.ingot.controller.org;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.org.OrganizationRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.org.db.OrganizationEntity;
import dev.ingot.controller.org.db.OrganizationRepository;
import dev.ingot.controller.quota.OrganizationQuotas;
import dev.ingot.controller.quota.SpaceQuotas;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done with orgs. Every method checks what the current caller may do. */
@Service
public class Organizations {
  private static final Listing<OrganizationEntity> LISTING =
      Listing.of(OrganizationEntity.class).filter("names", "name").order("name", "name");

  private final OrganizationRepository organizations;
  private final OrganizationQuotas quotas;
  private final SpaceQuotas spaceQuotas;
  private final List<OrganizationContents> contents;
  private final List<OrganizationListener> listeners;
  private final Access access;
  private final FeatureFlags flags;
  private final Jobs jobs;
  private final AuditEvents events;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Organizations(OrganizationRepository organizations, OrganizationQuotas quotas, SpaceQuotas spaceQuotas, List<OrganizationContents> contents,
      List<OrganizationListener> listeners, Access access, FeatureFlags flags, Jobs jobs, AuditEvents events, TransactionTemplate transaction, Clock clock) {
    this.organizations = organizations;
    this.quotas = quotas;
    this.spaceQuotas = spaceQuotas;
    this.contents = contents;
    this.listeners = listeners;
    this.access = access;
    this.flags = flags;
    this.jobs = jobs;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The orgs the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<OrganizationEntity> list(ListQuery query) {
    return LISTING.page(organizations, query, Listing.within("guid", access.organizations(Permission.READ_ORG)));
  }

  /** One org; 404 when the caller may not see it. */
  @Transactional(readOnly = true)
  public OrganizationEntity get(String guid) {
    return allowed(Permission.READ_ORG, guid);
  }

  /** The orgs with these guids, those the caller may not see too: for `include`, where the caller sees what refers to them. */
  @Transactional(readOnly = true)
  public List<OrganizationEntity> byGuids(Collection<String> guids) {
    return organizations.findAllById(Set.copyOf(guids));
  }

  /** A new org with the default quota; 422 when the name is taken. For admins, and for all while the flag user_org_creation is on. */
  @Transactional
  public OrganizationEntity create(OrganizationRequest request) {
    if (!flags.enabled(Flag.USER_ORG_CREATION) || Boolean.TRUE.equals(request.suspended())) {
      access.platform(Permission.WRITE_PLATFORM);
    }
    String name = Names.require("Name", request.name());
    MetadataRules.check(request.metadata());
    requireFree(name);
    var organization = new OrganizationEntity(name, quotas.defaultGuid(), clock.instant());
    organization.suspend(Boolean.TRUE.equals(request.suspended()));
    organization.merge(request.metadata());
    organizations.saveAndFlush(organization);
    listeners.forEach(listener -> listener.created(organization));
    record("audit.organization.create", organization);
    return organization;
  }

  /** Changes what the request names. Only an admin can suspend and resume an org. */
  @Transactional
  public OrganizationEntity update(String guid, OrganizationRequest request) {
    var organization = allowed(Permission.WRITE_ORG, guid);
    MetadataRules.check(request.metadata());
    if (request.name() != null && !request.name().equals(organization.name())) {
      requireFree(Names.require("Name", request.name()));
      organization.rename(request.name());
    }
    if (request.suspended() != null && request.suspended() != organization.suspended()) {
      access.platform(Permission.WRITE_PLATFORM);
      organization.suspend(request.suspended());
    }
    organization.merge(request.metadata());
    organization.touch(clock.instant());
    organizations.saveAndFlush(organization);
    record("audit.organization.update", organization);
    return organization;
  }

  /** Starts deleting an org with everything in it; answers the job's guid. For admins. */
  @Transactional
  public String delete(String guid) {
    var organization = allowed(Permission.READ_ORG, guid);
    access.platform(Permission.WRITE_PLATFORM);
    record("audit.organization.delete-request", organization);
    return jobs.start("organization.delete", guid, progress -> {
      var all = contents.stream().sorted(Comparator.comparingInt(OrganizationContents::rank)).toList();
      all.stream().flatMap(content -> content.parts(guid).stream()).forEach(part -> transaction.executeWithoutResult(status -> part.run()));
      transaction.executeWithoutResult(status -> organizations.lock(guid).ifPresent(org -> {
        all.forEach(content -> content.deleteIn(guid));
        spaceQuotas.deleteIn(guid);
        organizations.deleteById(guid);
      }));
    });
  }

  private OrganizationEntity allowed(Permission permission, String guid) {
    access.organization(permission, guid, "Organization");
    return organizations.findById(guid).orElseThrow(() -> ApiException.notFound("Organization"));
  }

  private void requireFree(String name) {
    if (organizations.findByName(name).isPresent()) {
      throw ApiException.unprocessable("Organization '" + name + "' already exists.");
    }
  }

  private void record(String type, OrganizationEntity organization) {
    events.record(type, new AuditEvents.Target(organization.guid(), "organization", organization.name(), "", organization.guid()), Map.of());
  }
}
