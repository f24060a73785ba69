package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import java.util.Optional;

/** Bindings of routes. */
public interface RouteBindingRepository extends ResourceRepository<RouteBindingEntity> {
  /** The one of a route. */
  Optional<RouteBindingEntity> findByRouteGuid(String routeGuid);

  /** Those of a service instance. */
  List<RouteBindingEntity> findByServiceInstanceGuid(String serviceInstanceGuid);
}
