package dev.ingot.controller.segment;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.segment.IsolationSegmentRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.segment.db.Entitlements;
import dev.ingot.controller.segment.db.IsolationSegmentEntity;
import dev.ingot.controller.segment.db.IsolationSegmentRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import dev.ingot.controller.validation.Relationships;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with isolation segments. Admins make and hand them out; members of an org see those it may use. */
@Service
@Transactional
public class IsolationSegments {
  private static final Listing<IsolationSegmentEntity> LISTING = Listing.of(IsolationSegmentEntity.class).filter("names", "name").order("name", "name")
      .allow("organization_guids");
  private static final String RESOURCE = "Isolation segment";

  private final IsolationSegmentRepository segments;
  private final Entitlements entitlements;
  private final Access access;
  private final Clock clock;

  IsolationSegments(IsolationSegmentRepository segments, Entitlements entitlements, Access access, Clock clock) {
    this.segments = segments;
    this.entitlements = entitlements;
    this.access = access;
    this.clock = clock;
  }

  /** The segments that orgs of the caller may use; all for those who see everything. */
  @Transactional(readOnly = true)
  public PageOf<IsolationSegmentEntity> list(ListQuery query) {
    var wanted = query.filters().containsKey("organization_guids") ? GuidSet.of(entitlements.segmentsOf(query.filter("organization_guids"))) : GuidSet.ALL;
    return LISTING.page(segments, query, Listing.<IsolationSegmentEntity>within("guid", visible()).and(Listing.within("guid", wanted)));
  }

  /** One segment; 404. */
  @Transactional(readOnly = true)
  public IsolationSegmentEntity get(String guid) {
    return segments.findById(guid).filter(segment -> visible().contains(guid)).orElseThrow(() -> ApiException.notFound(RESOURCE));
  }

  /** A new segment; 422 when the name is taken. */
  public IsolationSegmentEntity create(IsolationSegmentRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    MetadataRules.check(request.metadata());
    var segment = new IsolationSegmentEntity(free(request.name()), clock.instant());
    segment.merge(request.metadata());
    return segments.saveAndFlush(segment);
  }

  /** Changes name and metadata; 422 for the shared one and for one that is in use. */
  public IsolationSegmentEntity update(String guid, IsolationSegmentRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    var segment = get(guid);
    MetadataRules.check(request.metadata());
    if (segment.shared()) {
      throw ApiException.unprocessable("Cannot update the shared Isolation Segment");
    }
    if (entitlements.assigned(guid)) {
      throw ApiException.unprocessable("Cannot update Isolation Segments that are assigned as the default for an Organization or Space.");
    }
    if (request.name() != null && !request.name().equals(segment.name())) {
      segment.rename(free(request.name()));
    }
    segment.merge(request.metadata());
    segment.touch(clock.instant());
    return segments.saveAndFlush(segment);
  }

  /** Deletes one that no org may use; 422 else, and for the shared one. */
  public void delete(String guid) {
    access.platform(Permission.WRITE_PLATFORM);
    var segment = get(guid);
    if (segment.shared()) {
      throw ApiException.unprocessable("Cannot delete the " + segment.name() + " Isolation Segment");
    }
    if (!entitlements.organizations(guid).isEmpty() || entitlements.assigned(guid)) {
      throw ApiException.unprocessable("Revoke the Organization entitlements for your Isolation Segment.");
    }
    segments.delete(segment);
    segments.flush();
  }

  /** The orgs that may use it and that the caller may see. */
  @Transactional(readOnly = true)
  public List<String> organizations(String guid) {
    get(guid);
    return entitlements.organizations(guid).stream().filter(access.organizations(Permission.READ_ORG)::contains).toList();
  }

  /** The spaces in it that the caller may see. */
  @Transactional(readOnly = true)
  public List<String> spaces(String guid) {
    get(guid);
    return entitlements.spaces(guid).stream().filter(access.spaces(Permission.READ_SPACE)::contains).toList();
  }

  /** Lets orgs use it; all that may now. */
  public List<String> entitle(String guid, ToMany relationship) {
    access.platform(Permission.WRITE_PLATFORM);
    get(guid);
    var guids = Relationships.required(relationship);
    var existing = entitlements.existing(guids);
    var missing = guids.stream().filter(organization -> !existing.contains(organization)).toList();
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Unable to entitle organizations [" + quoted(missing)
          + "] for the isolation segment. Ensure the organizations exist.");
    }
    entitlements.entitle(guid, guids);
    return entitlements.organizations(guid);
  }

  /** Ends what {@link #entitle} began; 422 while the org or a space of it uses it. */
  public void revoke(String guid, String organization) {
    access.platform(Permission.WRITE_PLATFORM);
    get(guid);
    access.organization(Permission.READ_ORG, organization, "Org");
    if (entitlements.ofOrganization(organization).filter(guid::equals).isPresent()) {
      throw ApiException.unprocessable(
          "Cannot remove the entitlement while this Isolation Segment is assigned as the Default Isolation Segment for the Organization.");
    }
    var spaces = entitlements.spaceNames(guid, organization);
    if (!spaces.isEmpty()) {
      throw ApiException.unprocessable("Cannot remove the entitlement while this Isolation Segment is assigned to any Spaces. Currently assigned to: "
          + quoted(spaces));
    }
    entitlements.revoke(guid, organization);
  }

  private GuidSet visible() {
    var organizations = access.organizations(Permission.READ_ORG);
    return organizations.all() ? GuidSet.ALL : GuidSet.of(entitlements.segmentsOf(organizations.guids()));
  }

  private String free(@org.jspecify.annotations.Nullable String name) {
    String free = Names.require("Name", name);
    if (segments.existsByName(free)) {
      throw ApiException.unprocessable("name unique");
    }
    return free;
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", "));
  }
}
