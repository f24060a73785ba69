package dev.ingot.controller.build.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Builds by guid and app. */
public interface BuildRepository extends ResourceRepository<BuildEntity> {
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select b from BuildEntity b where b.guid = :guid")
  Optional<BuildEntity> lock(String guid);

  boolean existsByAppGuidAndState(String appGuid, String state);


  /** Forgets all but the newest ended builds of an app. */
  @Modifying
  @Query(value = "delete from builds where app_guid = :appGuid and state <> 'STAGING' and guid not in "
      + "(select guid from builds where app_guid = :appGuid order by created_at desc limit :kept)", nativeQuery = true)
  int forget(String appGuid, int kept);
}
