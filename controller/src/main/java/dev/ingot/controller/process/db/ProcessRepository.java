package dev.ingot.controller.process.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Processes by guid, app and type. */
public interface ProcessRepository extends ResourceRepository<ProcessEntity> {
  /** All of an app, in order of making. */
  List<ProcessEntity> findByAppGuidOrderByCreatedAtAscTypeAsc(String appGuid);

  Optional<ProcessEntity> findByAppGuidAndType(String appGuid, String type);

  List<ProcessEntity> findByAppGuidIn(Collection<String> appGuids);
}
