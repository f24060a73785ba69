package dev.ingot.controller.stack.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;

/** Stacks. */
public interface StackRepository extends ResourceRepository<StackEntity> {
  /** The stack of this name. */
  Optional<StackEntity> findByName(String name);

  /** The oldest stack that is no alias and no tiny one: what apps get that name none. */
  Optional<StackEntity> findFirstByAliasOfIsNullAndTinyOfIsNullOrderByCreatedAtAscGuidAsc();

  /** Other names of a stack, the preferred first. */
  List<StackEntity> findByAliasOfOrderByCreatedAtAscNameAsc(String name);

  /** Whether an app names this stack, runs on it, or names none where it is the one they get. */
  @Query(value = """
      select exists (select 1 from apps a left join droplets d on d.guid = a.droplet_guid
        where a.lifecycle_type <> 'docker' and (a.stack = :name or d.stack = :name or (:preferred and a.stack is null)))
      """, nativeQuery = true)
  boolean isUsed(String name, boolean preferred);
}
