package dev.ingot.controller.rebase.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Rebases. */
public interface RebaseRepository extends ResourceRepository<RebaseEntity> {
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select r from RebaseEntity r where r.guid = :guid")
  Optional<RebaseEntity> lock(String guid);

  /** Oldest first. */
  List<RebaseEntity> findByStateInOrderByCreatedAtAscGuidAsc(Collection<String> states);

  /** Forgets all but the newest ended ones. */
  @Modifying
  @Query(value = "delete from rebases where state in ('PLANNED', 'COMPLETE', 'CANCELED', 'STOPPED', 'FAILED') and guid not in "
      + "(select guid from rebases order by created_at desc limit :kept)", nativeQuery = true)
  int forget(int kept);
}
