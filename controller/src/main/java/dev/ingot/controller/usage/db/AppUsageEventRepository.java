package dev.ingot.controller.usage.db;

import dev.ingot.controller.listing.db.ResourceRepository;

/** App usage events by guid. */
public interface AppUsageEventRepository extends ResourceRepository<AppUsageEventEntity> {}
