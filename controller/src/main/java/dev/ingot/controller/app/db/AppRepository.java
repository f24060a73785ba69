package dev.ingot.controller.app.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Apps by guid and name. */
public interface AppRepository extends ResourceRepository<AppEntity> {
  /** The app, locked until the transaction ends: two changes of one app follow each other. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select a from AppEntity a where a.guid = :guid")
  Optional<AppEntity> lock(String guid);

  Optional<AppEntity> findBySpaceGuidAndName(String spaceGuid, String name);

  List<AppEntity> findBySpaceGuidAndNameIn(String spaceGuid, Collection<String> names);

  List<AppEntity> findBySpaceGuid(String spaceGuid);

  boolean existsBySpaceGuidAndName(String spaceGuid, String name);
}
