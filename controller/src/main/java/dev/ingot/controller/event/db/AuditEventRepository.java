package dev.ingot.controller.event.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.time.Instant;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;

interface AuditEventRepository extends ResourceRepository<AuditEventEntity> {
  @Modifying
  @NativeQuery("delete from audit_events where guid in (select guid from audit_events where created_at < ?1 order by created_at limit ?2)")
  int deleteBefore(Instant time, int atMost);
}
