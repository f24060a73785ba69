package dev.ingot.controller.process.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;

/** Processes by guid, app and type. */
public interface ProcessRepository extends ResourceRepository<ProcessEntity> {
  /** All of an app, in order of making. */
  List<ProcessEntity> findByAppGuidOrderByCreatedAtAscTypeAsc(String appGuid);

  /** The app's process of this type; not one that a successor takes over from. */
  @Query("select p from ProcessEntity p where p.appGuid = :appGuid and p.type = :type and not p.retiring")
  Optional<ProcessEntity> findByAppGuidAndType(String appGuid, String type);

  /** Those that successors take over from, oldest first; none = no deployment of the app is going on. */
  List<ProcessEntity> findByAppGuidAndRetiringTrueOrderByCreatedAt(String appGuid);

  boolean existsByAppGuidAndRetiringTrue(String appGuid);

  List<ProcessEntity> findByAppGuidIn(Collection<String> appGuids);
}
