package dev.ingot.controller.route.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;

/** Destinations by guid, route and app. */
public interface DestinationRepository extends ResourceRepository<DestinationEntity> {
  List<DestinationEntity> findByRouteGuidOrderByCreatedAtAscGuidAsc(String routeGuid);

  List<DestinationEntity> findByRouteGuidInOrderByCreatedAtAscGuidAsc(Collection<String> routeGuids);

  List<DestinationEntity> findByAppGuid(String appGuid);
}
