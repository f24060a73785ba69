package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.time.Instant;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Usage events of services. */
public interface ServiceUsageRepository extends ResourceRepository<ServiceUsageEntity> {
  /** Forgets what happened before. */
  @Modifying
  @Query("delete from ServiceUsageEntity e where e.createdAt < :before")
  int deleteBefore(Instant before);
}
