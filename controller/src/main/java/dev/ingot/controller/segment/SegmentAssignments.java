package dev.ingot.controller.segment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.segment.db.Entitlements;
import dev.ingot.controller.space.Spaces;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The default segment of an org and the segment of a space. For managers of the org. */
@Service
@Transactional
public class SegmentAssignments {
  private final Entitlements entitlements;
  private final Spaces spaces;
  private final Access access;
  private final AuditEvents events;

  SegmentAssignments(Entitlements entitlements, Spaces spaces, Access access, AuditEvents events) {
    this.entitlements = entitlements;
    this.spaces = spaces;
    this.access = access;
    this.events = events;
  }

  /** The org's default; empty for none. */
  @Transactional(readOnly = true)
  public Optional<String> ofOrganization(String guid) {
    access.organization(Permission.READ_ORG, guid, "Organization");
    return entitlements.ofOrganization(guid);
  }

  /** Sets the org's default; null = none. 422 for one the org may not use. */
  public void setOfOrganization(String guid, @Nullable String segment) {
    access.organization(Permission.WRITE_ORG, guid, "Organization");
    requireEntitled(guid, segment, "the organization.");
    entitlements.setOfOrganization(guid, segment);
  }

  /** The space's segment; empty for none of its own. */
  @Transactional(readOnly = true)
  public Optional<String> ofSpace(String guid) {
    access.space(Permission.READ_SPACE, guid, "Space");
    return entitlements.ofSpace(guid);
  }

  /** Puts the space into a segment; null = none of its own. Apps follow when they are restarted. 422 for one its org may not use. */
  public void setOfSpace(String guid, @Nullable String segment) {
    var space = spaces.get(guid);
    access.organization(Permission.WRITE_ORG, space.organizationGuid(), "Space");
    requireEntitled(space.organizationGuid(), segment, "the organization that this space belongs to.");
    entitlements.setOfSpace(guid, segment);
    events.record("audit.space.update", new AuditEvents.Target(guid, "space", space.name(), guid, space.organizationGuid()),
        Map.of("request", Map.of("isolation_segment_guid", segment == null ? "" : segment)));
  }

  private void requireEntitled(String organization, @Nullable String segment, String whom) {
    if (segment != null && !entitlements.segmentsOf(Set.of(organization)).contains(segment)) {
      throw ApiException.unprocessable("Unable to assign isolation segment with guid '" + segment + "'. Ensure it has been entitled to " + whom);
    }
  }
}
