package dev.ingot.controller.task.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Tasks by guid. */
public interface TaskRepository extends ResourceRepository<TaskEntity> {
  /** Those whose app still exists. */
  static Specification<TaskEntity> ofAnApp() {
    return (root, query, builder) -> builder.isNotNull(root.get("appGuid"));
  }

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select t from TaskEntity t where t.guid = :guid and t.appGuid is not null")
  Optional<TaskEntity> lock(String guid);
}
