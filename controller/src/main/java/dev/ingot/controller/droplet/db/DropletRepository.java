package dev.ingot.controller.droplet.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Droplets by guid, app and image. */
public interface DropletRepository extends ResourceRepository<DropletEntity> {
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select d from DropletEntity d where d.guid = :guid")
  Optional<DropletEntity> lock(String guid);

  /** Newest first. */
  List<DropletEntity> findByAppGuidOrderByCreatedAtDesc(String appGuid);

  boolean existsByImageRepositoryAndImageDigestAndState(String imageRepository, String imageDigest, String state);

  List<DropletEntity> findByStateAndUpdatedAtBefore(String state, Instant before);
}
