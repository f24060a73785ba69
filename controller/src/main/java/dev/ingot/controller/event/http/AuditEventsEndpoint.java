package dev.ingot.controller.event.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Ref;
import dev.ingot.api.event.AuditEvent;
import dev.ingot.controller.event.db.AuditEventEntity;
import dev.ingot.controller.event.db.StoredAuditEvents;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/audit_events`. */
@RestController
class AuditEventsEndpoint {
  private final StoredAuditEvents events;
  private final Lists lists;
  private final Links links;

  AuditEventsEndpoint(StoredAuditEvents events, Lists lists, Links links) {
    this.events = events;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping("/v3/audit_events")
  ListBody<AuditEvent> list(ListQuery query) {
    return lists.body(query, events.list(query), this::wire);
  }

  @GetMapping("/v3/audit_events/{guid}")
  AuditEvent get(@PathVariable String guid) {
    return wire(events.get(guid));
  }

  private AuditEvent wire(AuditEventEntity event) {
    return new AuditEvent(event.guid(), event.createdAt(), event.updatedAt(), event.type(),
        new AuditEvent.Party(event.actorGuid(), event.actorType(), event.actorName()),
        new AuditEvent.Party(event.targetGuid(), event.targetType(), event.targetName()), event.data(), ref(event.spaceGuid()),
        ref(event.organizationGuid()), Map.of("self", links.to("/v3/audit_events/" + event.guid())));
  }

  private static @Nullable Ref ref(@Nullable String guid) {
    return guid == null ? null : new Ref(guid);
  }
}
