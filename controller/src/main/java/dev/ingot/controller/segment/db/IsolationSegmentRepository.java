package dev.ingot.controller.segment.db;

import dev.ingot.controller.listing.db.ResourceRepository;

/** Isolation segments. */
public interface IsolationSegmentRepository extends ResourceRepository<IsolationSegmentEntity> {
  /** Whether there is one of this name. */
  boolean existsByName(String name);
}
