package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Service instances. */
public interface ServiceInstanceRepository extends ResourceRepository<ServiceInstanceEntity> {
  /** The one of this name in a space. */
  Optional<ServiceInstanceEntity> findBySpaceGuidAndName(String spaceGuid, String name);

  /** Those of these names in a space. */
  List<ServiceInstanceEntity> findBySpaceGuidAndNameIn(String spaceGuid, Collection<String> names);

  /** All of a space. */
  List<ServiceInstanceEntity> findBySpaceGuid(String spaceGuid);

  /** The row, locked until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select s from ServiceInstanceEntity s where s.guid = :guid")
  Optional<ServiceInstanceEntity> lock(String guid);
}
