package dev.ingot.controller.service;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.service.RouteBindingRequest;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import dev.ingot.controller.service.db.CredentialBindingRepository;
import dev.ingot.controller.service.db.RouteBindingEntity;
import dev.ingot.controller.service.db.RouteBindingRepository;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What can be done with bindings of routes to route services. They are kept and shown; routers do not send requests through them yet.
 * Every method checks what the current caller may do.
 */
@Service
@Transactional
public class RouteBindings {
  private static final Listing<RouteBindingEntity> LISTING = Listing.of(RouteBindingEntity.class).filter("route_guids", "routeGuid")
      .filter("service_instance_guids", "serviceInstanceGuid").allow("service_instance_names").include("route", "service_instance");

  private final RouteBindingRepository bindings;
  private final ServiceInstanceRepository instances;
  private final RouteRepository routes;
  private final RouteDomains domains;
  private final Access access;
  private final AppJournal journal;
  private final Clock clock;

  RouteBindings(RouteBindingRepository bindings, ServiceInstanceRepository instances, RouteRepository routes, RouteDomains domains, Access access,
      AppJournal journal, Clock clock) {
    this.bindings = bindings;
    this.instances = instances;
    this.routes = routes;
    this.domains = domains;
    this.access = access;
    this.journal = journal;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<RouteBindingEntity> list(ListQuery query) {
    var visible = Listing.<RouteBindingEntity>within("spaceGuid", access.spaces(Permission.READ_SPACE));
    if (query.filters().containsKey("service_instance_names")) {
      visible = visible.and(CredentialBindingRepository.toInstances(query.filter("service_instance_names")));
    }
    return LISTING.page(bindings, query, visible);
  }

  /** One of them; 404 when there is none or the caller cannot see it. */
  @Transactional(readOnly = true)
  public RouteBindingEntity get(String guid) {
    return allowed(Permission.READ_SPACE, guid);
  }

  /** Binds a route to a service instance that has a route service URL. */
  public RouteBindingEntity create(RouteBindingRequest request) {
    MetadataRules.check(request.metadata());
    String instanceGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().serviceInstance());
    String routeGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().route());
    if (instanceGuid == null || routeGuid == null) {
      throw ApiException.unprocessable("Relationships " + (instanceGuid == null ? "Service instance" : "Route") + " can't be blank");
    }
    ServiceInstanceEntity instance = instances.findById(instanceGuid).filter(found -> access.maySpace(Permission.READ_SPACE, found.spaceGuid()))
        .orElseThrow(() -> ApiException.unprocessable("The service instance could not be found: " + instanceGuid));
    access.space(Permission.WRITE_ROUTE, instance.spaceGuid(), "Service instance");
    RouteEntity route = routes.findById(routeGuid).filter(found -> access.maySpace(Permission.READ_SPACE, found.spaceGuid()))
        .orElseThrow(() -> ApiException.unprocessable("The route could not be found: " + routeGuid));
    if (request.parameters() != null) {
      throw ApiException.unprocessable("Binding parameters are not supported for user-provided service instances");
    }
    check(instance, route);
    var binding = new RouteBindingEntity(instanceGuid, routeGuid, instance.spaceGuid(), clock.instant());
    binding.merge(request.metadata());
    bindings.saveAndFlush(binding);
    event("audit.service_route_binding.create", binding);
    return binding;
  }

  private void check(ServiceInstanceEntity instance, RouteEntity route) {
    if (instance.routeServiceUrl() == null) {
      throw ApiException.unprocessable("This service instance does not support route binding");
    }
    if (domains.find(route.domainGuid()).filter(RouteDomains.Domain::internal).isPresent()) {
      throw ApiException.unprocessable("Route services cannot be bound to internal routes");
    }
    if (!route.spaceGuid().equals(instance.spaceGuid())) {
      throw ApiException.unprocessable("The service instance and the route are in different spaces");
    }
    // Locked: it neither goes away nor gets a second binding to itself before this one is stored.
    instances.lock(instance.guid());
    Optional<RouteBindingEntity> there = bindings.findByRouteGuid(route.guid());
    if (there.filter(binding -> binding.serviceInstanceGuid().equals(instance.guid())).isPresent()) {
      throw new ApiException(ErrorCode.SERVICE_INSTANCE_ALREADY_BOUND_TO_SAME_ROUTE, "The route and service instance are already bound.");
    }
    if (there.isPresent()) {
      throw ApiException.unprocessable("A route may only be bound to a single service instance");
    }
  }

  /** Changes metadata. */
  public RouteBindingEntity update(String guid, RouteBindingRequest request) {
    RouteBindingEntity binding = allowed(Permission.WRITE_SERVICE, guid);
    ServiceRules.unknown("parameters", request.parameters(), "relationships", request.relationships());
    MetadataRules.check(request.metadata());
    binding.merge(request.metadata());
    binding.touch(clock.instant());
    event("audit.service_route_binding.update", binding);
    return bindings.saveAndFlush(binding);
  }

  public void delete(String guid) {
    remove(allowed(Permission.WRITE_ROUTE, guid));
  }

  /** Always 400: only a broker knows the parameters of a binding. */
  @Transactional(readOnly = true)
  public void parameters(String guid) {
    allowed(Permission.READ_ENVIRONMENT, guid);
    throw new ApiException(ErrorCode.SERVICE_FETCH_BINDING_PARAMETERS_NOT_SUPPORTED, "This service does not support fetching service binding parameters.");
  }

  /** Removes all bindings of an instance that goes. */
  void removeOf(ServiceInstanceEntity instance) {
    bindings.findByServiceInstanceGuid(instance.guid()).forEach(this::remove);
  }

  private void remove(RouteBindingEntity binding) {
    bindings.delete(binding);
    bindings.flush();
    event("audit.service_route_binding.delete", binding);
  }

  private RouteBindingEntity allowed(Permission permission, String guid) {
    RouteBindingEntity binding = bindings.findById(guid).orElseThrow(() -> ApiException.notFound("Service route binding"));
    access.space(permission, binding.spaceGuid(), "Service route binding");
    return binding;
  }

  private void event(String type, RouteBindingEntity binding) {
    journal.event(type, "service_route_binding", binding.guid(), "", binding.spaceGuid(),
        Map.of("service_instance_guid", binding.serviceInstanceGuid(), "route_guid", binding.routeGuid()));
  }
}
