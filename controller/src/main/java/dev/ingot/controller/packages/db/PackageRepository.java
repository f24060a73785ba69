package dev.ingot.controller.packages.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Packages by guid, app and digest. */
public interface PackageRepository extends ResourceRepository<PackageEntity> {
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select p from PackageEntity p where p.guid = :guid")
  Optional<PackageEntity> lock(String guid);

  List<PackageEntity> findByAppGuid(String appGuid);

  /** Newest first. */
  List<PackageEntity> findByAppGuidOrderByCreatedAtDesc(String appGuid);

  /** How many packages share a stored zip. */
  long countByDigest(String digest);

  List<PackageEntity> findByState(String state);
}
