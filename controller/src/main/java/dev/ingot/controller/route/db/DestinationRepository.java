package dev.ingot.controller.route.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import org.springframework.data.jpa.repository.Query;

/** Destinations by guid, route and app. */
public interface DestinationRepository extends ResourceRepository<DestinationEntity> {
  List<DestinationEntity> findByRouteGuidOrderByCreatedAtAscGuidAsc(String routeGuid);

  /** Oldest first. One parameter however many routes: `in (…)` would be made into SQL anew for each list. */
  @Query(nativeQuery = true, value = "select * from destinations where route_guid = any(:routeGuids) order by created_at, guid")
  List<DestinationEntity> ofRoutes(String[] routeGuids);

  List<DestinationEntity> findByAppGuid(String appGuid);
}
