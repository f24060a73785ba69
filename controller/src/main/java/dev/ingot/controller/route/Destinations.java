package dev.ingot.controller.route;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.route.Destination;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.route.db.DestinationEntity;
import dev.ingot.controller.route.db.DestinationRepository;
import dev.ingot.controller.route.db.RouteEntity;
import dev.ingot.controller.route.db.RouteRepository;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where routes lead. Each method checks the current caller's rights. */
@Service
@Transactional
public class Destinations implements AppListener {
  private static final int MAX_OF_ROUTE = 100;

  private final Routes routes;
  private final RouteRepository stored;
  private final DestinationRepository destinations;
  private final AppRepository apps;
  private final RouteRules rules;
  private final AppJournal journal;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Destinations(Routes routes, RouteRepository stored, DestinationRepository destinations, AppRepository apps, RouteRules rules,
      AppJournal journal, ApplicationEventPublisher publisher, Clock clock) {
    this.routes = routes;
    this.stored = stored;
    this.destinations = destinations;
    this.apps = apps;
    this.rules = rules;
    this.journal = journal;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** By route. */
  @Transactional(readOnly = true)
  public Map<String, List<DestinationEntity>> of(Collection<RouteEntity> of) {
    return destinations.findByRouteGuidInOrderByCreatedAtAscGuidAsc(of.stream().map(RouteEntity::guid).toList()).stream()
        .collect(Collectors.groupingBy(DestinationEntity::routeGuid));
  }

  /** Adds what is not there yet. */
  public RouteEntity add(String routeGuid, @Nullable List<@Nullable Destination> asked) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    for (DestinationEntity wanted : checked(route, asked)) {
      map(route, wanted);
    }
    return route;
  }

  /** Makes exactly these the destinations. */
  public RouteEntity replace(String routeGuid, @Nullable List<@Nullable Destination> asked) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    List<DestinationEntity> wanted = checked(route, asked);
    for (DestinationEntity current : destinations.findByRouteGuidOrderByCreatedAtAscGuidAsc(routeGuid)) {
      if (wanted.stream().noneMatch(one -> current.same(one.appGuid(), one.processType(), one.port()))) {
        unmap(route, current);
      }
    }
    wanted.forEach(one -> map(route, one));
    return route;
  }

  /** Removes one; 422 when the route does not have it. */
  public void remove(String routeGuid, String guid) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    unmap(route, found(routeGuid, guid, "Unable to unmap route from destination. Ensure the route has a destination with this guid."));
  }

  public DestinationEntity changeProtocol(String routeGuid, String guid, @Nullable String protocol) {
    routes.get(routeGuid, Permission.WRITE_ROUTE);
    DestinationEntity found = found(routeGuid, guid, "Unable to update destination. Ensure the route has a destination with this guid.");
    found.protocol(rules.protocol(protocol));
    found.touch(clock.instant());
    publisher.publishEvent(new RoutesChanged());
    return found;
  }

  /** Leads a route of the app's own space to its process `web`, as manifests do. @param protocol null = http1, or as it is */
  public void map(RouteEntity route, AppEntity app, @Nullable String protocol) {
    if (!route.spaceGuid().equals(app.spaceGuid())) {
      throw ApiException.unprocessable("Routes cannot be mapped to destinations in different spaces");
    }
    var current = destinations.findByRouteGuidOrderByCreatedAtAscGuidAsc(route.guid()).stream()
        .filter(one -> one.same(app.guid(), "web", one.port())).findFirst();
    if (current.isEmpty()) {
      map(route, new DestinationEntity(route.guid(), app.guid(), "web", null, rules.protocol(protocol), clock.instant()));
    } else if (protocol != null && !protocol.equals(current.get().protocol())) {
      current.get().protocol(rules.protocol(protocol));
      publisher.publishEvent(new RoutesChanged());
    }
  }

  /** Leads no route to the app any more. */
  public void unmapAll(AppEntity app) {
    for (DestinationEntity one : destinations.findByAppGuid(app.guid())) {
      stored.findById(one.routeGuid()).ifPresent(route -> unmap(route, one));
    }
  }

  @Override
  public void deleting(AppEntity app) {
    unmapAll(app);
    destinations.flush();
  }

  private void map(RouteEntity route, DestinationEntity wanted) {
    List<DestinationEntity> there = destinations.findByRouteGuidOrderByCreatedAtAscGuidAsc(route.guid());
    if (there.stream().anyMatch(one -> one.same(wanted.appGuid(), wanted.processType(), wanted.port()))) {
      return;
    }
    if (there.size() >= MAX_OF_ROUTE) {
      throw ApiException.unprocessable("Routes can be mapped to at most " + MAX_OF_ROUTE + " destinations.");
    }
    destinations.saveAndFlush(wanted);
    tell("audit.app.map-route", route, wanted);
  }

  private void unmap(RouteEntity route, DestinationEntity one) {
    destinations.delete(one);
    destinations.flush();
    tell("audit.app.unmap-route", route, one);
  }

  private void tell(String type, RouteEntity route, DestinationEntity one) {
    apps.findById(one.appGuid()).ifPresent(app -> journal.event(type, app, Map.of("route_guid", route.guid(), "destination_guid", one.guid(),
        "process_type", one.processType(), "app_port", Objects.toString(one.port(), ""))));
    publisher.publishEvent(new RoutesChanged());
  }

  private List<DestinationEntity> checked(RouteEntity route, @Nullable List<@Nullable Destination> asked) {
    if (asked == null || asked.size() > MAX_OF_ROUTE) {
      throw ApiException.unprocessable("Destinations must be an array of at most " + MAX_OF_ROUTE + " destinations");
    }
    return asked.stream().map(one -> checked(route, one)).toList();
  }

  private DestinationEntity checked(RouteEntity route, @Nullable Destination asked) {
    if (asked == null || asked.app() == null || asked.app().guid() == null) {
      throw ApiException.unprocessable("Destinations must have the structure \"destinations\": [{\"app\": {\"guid\": \"app_guid\"}}]");
    }
    if (asked.weight() != null) {
      throw ApiException.unprocessable("Destinations weights are not supported on this platform yet; leave 'weight' out");
    }
    AppEntity app = apps.findById(asked.app().guid()).orElseThrow(() -> ApiException.unprocessable(
        "App(s) with guid(s) \"" + asked.app().guid() + "\" do not exist or you do not have access."));
    if (!app.spaceGuid().equals(route.spaceGuid())) {
      throw ApiException.unprocessable("Routes cannot be mapped to destinations in different spaces");
    }
    String type = asked.app().process() == null || asked.app().process().type() == null ? "web" : asked.app().process().type();
    if (type.isBlank() || type.length() > 255) {
      throw ApiException.unprocessable("Process type must be between 1 and 255 characters");
    }
    return new DestinationEntity(route.guid(), app.guid(), type, rules.port(asked.port()), rules.protocol(asked.protocol()), clock.instant());
  }

  private DestinationEntity found(String routeGuid, String guid, String otherwise) {
    return destinations.findById(guid).filter(one -> one.routeGuid().equals(routeGuid)).orElseThrow(() -> ApiException.unprocessable(otherwise));
  }
}
