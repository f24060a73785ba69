package dev.ingot.controller.space;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.space.SpaceRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.org.OrganizationContents;
import dev.ingot.controller.space.db.SpaceEntity;
import dev.ingot.controller.space.db.SpaceRepository;
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

/** What can be done with spaces. Every method checks what the current caller may do. */
@Service
public class Spaces implements OrganizationContents {
  private static final Listing<SpaceEntity> LISTING = Listing.of(SpaceEntity.class).filter("names", "name")
      .filter("organization_guids", "organizationGuid").order("name", "name").include("organization");

  private final SpaceRepository spaces;
  private final List<SpaceContents> contents;
  private final Access access;
  private final Jobs jobs;
  private final AuditEvents events;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Spaces(SpaceRepository spaces, List<SpaceContents> contents, Access access, Jobs jobs, AuditEvents events, TransactionTemplate transaction,
      Clock clock) {
    this.spaces = spaces;
    this.contents = contents.stream().sorted(Comparator.comparingInt(SpaceContents::rank)).toList();
    this.access = access;
    this.jobs = jobs;
    this.events = events;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The spaces the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<SpaceEntity> list(ListQuery query) {
    return LISTING.page(spaces, query, Listing.within("guid", access.spaces(Permission.READ_SPACE)));
  }

  /** One space; 404 when the caller may not see it. */
  @Transactional(readOnly = true)
  public SpaceEntity get(String guid) {
    return allowed(Permission.READ_SPACE, guid);
  }

  /** The spaces with these guids: for `include`, where the caller sees what refers to them. */
  @Transactional(readOnly = true)
  public List<SpaceEntity> byGuids(Collection<String> guids) {
    return spaces.findAllById(Set.copyOf(guids));
  }

  /** A new space in an org, without roles; 422 when the name is taken or the org cannot be seen. For managers of the org. */
  @Transactional
  public SpaceEntity create(SpaceRequest request) {
    String organization = request.relationships() == null ? null : ToOne.guid(request.relationships().organization());
    if (organization == null) {
      throw ApiException.unprocessable("Relationships 'relationships' must include the organization: {\"organization\":{\"data\":{\"guid\":\"…\"}}}");
    }
    if (!access.mayOrganization(Permission.READ_ORG, organization)) {
      throw ApiException.unprocessable("Invalid organization. Ensure the organization exists and you have access to it.");
    }
    access.organization(Permission.WRITE_ORG, organization, "Organization");
    MetadataRules.check(request.metadata());
    String name = Names.require("Name", request.name());
    requireFree(organization, name);
    var space = new SpaceEntity(name, organization, clock.instant());
    space.merge(request.metadata());
    spaces.saveAndFlush(space);
    record("audit.space.create", space);
    return space;
  }

  /** Changes what the request names; the org of a space cannot be changed. */
  @Transactional
  public SpaceEntity update(String guid, SpaceRequest request) {
    var space = allowed(Permission.WRITE_SPACE, guid);
    MetadataRules.check(request.metadata());
    if (request.relationships() != null) {
      throw ApiException.unprocessable("Unknown field(s): 'relationships'");
    }
    if (request.name() != null && !request.name().equals(space.name())) {
      requireFree(space.organizationGuid(), Names.require("Name", request.name()));
      space.rename(request.name());
    }
    space.merge(request.metadata());
    return changed(space);
  }

  /** Lets people open shells in apps of the space, or not. */
  @Transactional
  public SpaceEntity allowSsh(String guid, boolean on) {
    var space = allowed(Permission.WRITE_SPACE, guid);
    space.allowSsh(on);
    return changed(space);
  }

  /** Starts deleting a space with everything in it; answers the job's guid. For managers of the org. */
  @Transactional
  public String delete(String guid) {
    var space = allowed(Permission.READ_SPACE, guid);
    access.organization(Permission.WRITE_ORG, space.organizationGuid(), "Space");
    record("audit.space.delete-request", space);
    return jobs.start("space.delete", guid, progress -> transaction.executeWithoutResult(status -> deleteSpace(guid)));
  }

  @Override
  public void deleteIn(String organizationGuid) {
    spaces.findByOrganizationGuid(organizationGuid).forEach(space -> deleteSpace(space.guid()));
  }

  @Override
  public List<Runnable> parts(String organizationGuid) {
    return spaces.findByOrganizationGuid(organizationGuid).stream().<Runnable>map(space -> () -> deleteSpace(space.guid())).toList();
  }

  /** Does nothing when another job did it. */
  private void deleteSpace(String guid) {
    if (spaces.lock(guid).isPresent()) {
      contents.forEach(content -> content.deleteIn(guid));
      spaces.deleteById(guid);
      spaces.flush();
    }
  }

  private SpaceEntity changed(SpaceEntity space) {
    space.touch(clock.instant());
    spaces.saveAndFlush(space);
    record("audit.space.update", space);
    return space;
  }

  private SpaceEntity allowed(Permission permission, String guid) {
    access.space(permission, guid, "Space");
    return spaces.findById(guid).orElseThrow(() -> ApiException.notFound("Space"));
  }

  private void requireFree(String organization, String name) {
    if (spaces.findByOrganizationGuidAndName(organization, name).isPresent()) {
      throw ApiException.unprocessable("Name must be unique per organization");
    }
  }

  private void record(String type, SpaceEntity space) {
    events.record(type, new AuditEvents.Target(space.guid(), "space", space.name(), space.guid(), space.organizationGuid()), Map.of());
  }
}
