package dev.ingot.controller.stack.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Optional;

/** Stacks. */
public interface StackRepository extends ResourceRepository<StackEntity> {
  /** The stack of this name. */
  Optional<StackEntity> findByName(String name);

  /** The oldest stack: what apps get that name none. */
  Optional<StackEntity> findFirstByOrderByCreatedAtAscGuidAsc();
}
