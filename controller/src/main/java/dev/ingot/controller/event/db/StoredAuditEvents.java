package dev.ingot.controller.event.db;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Audit events in the table of that name. */
@Repository
public class StoredAuditEvents implements AuditEvents {
  private static final Listing<AuditEventEntity> LISTING = Listing.of(AuditEventEntity.class).filter("types", "type")
      .filter("target_guids", "targetGuid").filter("target_guids[not]", StoredAuditEvents::otherTargets).filter("space_guids", "spaceGuid").filter("organization_guids", "organizationGuid");

  private final AuditEventRepository events;
  private final Access access;
  private final Clock clock;

  StoredAuditEvents(AuditEventRepository events, Access access, Clock clock) {
    this.events = events;
    this.access = access;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void record(String type, Target target, Map<String, ?> data) {
    events.save(new AuditEventEntity(type, Caller.find().orElse(Caller.PLATFORM), target, data, clock.instant()));
  }

  /** The events the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<AuditEventEntity> list(ListQuery query) {
    return LISTING.page(events, query, visible());
  }

  /** One event; 404 when there is none or the caller may not see it. */
  @Transactional(readOnly = true)
  public AuditEventEntity get(String guid) {
    return events.findById(guid).filter(this::visible).orElseThrow(() -> ApiException.notFound("Event"));
  }

  /** Deletes some of the events that are older; how many. */
  @Transactional
  public int deleteBefore(Instant time, int atMost) {
    return events.deleteBefore(time, atMost);
  }

  private static Predicate otherTargets(Root<AuditEventEntity> root, CriteriaBuilder builder, List<String> values) {
    return builder.or(builder.isNull(root.get("targetGuid")), builder.not(root.get("targetGuid").in(values)));
  }

  private boolean visible(AuditEventEntity event) {
    return event.spaceGuid() != null && access.spaces(Permission.READ_EVENTS).contains(event.spaceGuid())
        || event.organizationGuid() != null && access.organizations(Permission.READ_EVENTS).contains(event.organizationGuid())
        || access.spaces(Permission.READ_EVENTS).all();
  }

  private Specification<AuditEventEntity> visible() {
    return Listing.<AuditEventEntity>within("spaceGuid", access.spaces(Permission.READ_EVENTS))
        .or(Listing.within("organizationGuid", access.organizations(Permission.READ_EVENTS)));
  }
}
