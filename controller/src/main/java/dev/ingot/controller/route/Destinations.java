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
  private final Routes routes;
  private final RouteRepository stored;
  private final DestinationRepository destinations;
  private final AppRepository apps;
  private final RouteRules rules;
  private final DestinationRequests requests;
  private final AppJournal journal;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Destinations(Routes routes, RouteRepository stored, DestinationRepository destinations, AppRepository apps, RouteRules rules,
      DestinationRequests requests, AppJournal journal, ApplicationEventPublisher publisher, Clock clock) {
    this.routes = routes;
    this.stored = stored;
    this.destinations = destinations;
    this.apps = apps;
    this.rules = rules;
    this.requests = requests;
    this.journal = journal;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** By route. */
  @Transactional(readOnly = true)
  public Map<String, List<DestinationEntity>> of(Collection<RouteEntity> of) {
    return destinations.ofRoutes(of.stream().map(RouteEntity::guid).toArray(String[]::new)).stream()
        .collect(Collectors.groupingBy(DestinationEntity::routeGuid));
  }

  /** Adds what is not there yet. 422 when the route has weighted destinations: they can only be replaced together. */
  public RouteEntity add(String routeGuid, @Nullable List<@Nullable Destination> asked) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    List<DestinationEntity> wanted = requests.read(route, asked, false);
    List<DestinationEntity> there = ofRoute(routeGuid);
    if (there.size() + wanted.size() > DestinationRequests.MAX) {
      throw tooMany();
    }
    requireUnweighted(there);
    for (DestinationEntity one : wanted) {
      there.stream().filter(current -> same(current, one)).findFirst().ifPresentOrElse(current -> requireProtocol(route, current, one), () -> map(route, one));
    }
    return route;
  }

  private void requireProtocol(RouteEntity route, DestinationEntity current, DestinationEntity wanted) {
    if (!current.protocol().equals(wanted.protocol())) {
      throw ApiException.unprocessable("Cannot add destination with protocol: " + wanted.protocol() + ". Destination already exists for route: "
          + routes.url(route) + ", app: " + current.appGuid() + ", process: " + current.processType() + ", and protocol: " + current.protocol() + ".");
    }
  }

  /** Makes exactly these the destinations; all of them have a weight, or none has. */
  public RouteEntity replace(String routeGuid, @Nullable List<@Nullable Destination> asked) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    List<DestinationEntity> wanted = requests.read(route, asked, true);
    List<DestinationEntity> there = ofRoute(routeGuid);
    there.stream().filter(current -> wanted.stream().noneMatch(one -> same(current, one))).forEach(current -> unmap(route, current));
    for (DestinationEntity one : wanted) {
      there.stream().filter(current -> same(current, one)).findFirst().ifPresentOrElse(current -> change(current, one), () -> map(route, one));
    }
    return route;
  }

  private void change(DestinationEntity current, DestinationEntity wanted) {
    if (!current.protocol().equals(wanted.protocol()) || !Objects.equals(current.weight(), wanted.weight())) {
      current.protocol(wanted.protocol());
      current.weight(wanted.weight());
      current.touch(clock.instant());
      publisher.publishEvent(new RoutesChanged());
    }
  }

  /** Removes one; 422 when the route does not have it, or it has a weight. */
  public void remove(String routeGuid, String guid) {
    RouteEntity route = routes.get(routeGuid, Permission.WRITE_ROUTE);
    DestinationEntity found = found(routeGuid, guid);
    if (found.weight() != null) {
      throw ApiException.unprocessable("Weighted destinations cannot be deleted individually.");
    }
    unmap(route, found);
  }

  public DestinationEntity changeProtocol(String routeGuid, String guid, @Nullable String protocol) {
    routes.get(routeGuid, Permission.WRITE_ROUTE);
    if (protocol != null) {
      rules.protocol(protocol);
    }
    DestinationEntity found = found(routeGuid, guid);
    if (protocol != null) {
      found.protocol(protocol);
      found.touch(clock.instant());
      publisher.publishEvent(new RoutesChanged());
    }
    return found;
  }

  /** Leads a route of the app's own space, or shared with it, to its process `web`, as manifests do. @param protocol null = http1, or as it is */
  public void map(RouteEntity route, AppEntity app, @Nullable String protocol) {
    if (!route.usableIn(app.spaceGuid())) {
      throw ApiException.unprocessable("Routes cannot be mapped to destinations in different spaces");
    }
    var current = destinations.findByRouteGuidOrderByCreatedAtAscGuidAsc(route.guid()).stream()
        .filter(one -> one.same(app.guid(), "web", one.port())).findFirst();
    if (current.isEmpty()) {
      requireUnweighted(ofRoute(route.guid()));
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

  /** Ends what leads from the route to apps of a space. */
  void unmapSpace(RouteEntity route, String spaceGuid) {
    for (DestinationEntity one : ofRoute(route.guid())) {
      if (apps.findById(one.appGuid()).filter(app -> app.spaceGuid().equals(spaceGuid)).isPresent()) {
        unmap(route, one);
      }
    }
  }

  private List<DestinationEntity> ofRoute(String guid) {
    return destinations.findByRouteGuidOrderByCreatedAtAscGuidAsc(guid);
  }

  private static boolean same(DestinationEntity one, DestinationEntity other) {
    return one.same(other.appGuid(), other.processType(), other.port());
  }

  /** What has a weight is all of the traffic: nothing can join it, all must be shared anew. */
  private static void requireUnweighted(List<DestinationEntity> there) {
    if (there.stream().anyMatch(one -> one.weight() != null)) {
      throw ApiException.unprocessable("Destinations cannot be inserted when there are weighted destinations already configured.");
    }
  }

  private static ApiException tooMany() {
    return ApiException.unprocessable("Routes can be mapped to at most " + DestinationRequests.MAX + " destinations.");
  }

  private void map(RouteEntity route, DestinationEntity wanted) {
    if (ofRoute(route.guid()).size() >= DestinationRequests.MAX) {
      throw tooMany();
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

  private DestinationEntity found(String routeGuid, String guid) {
    return destinations.findById(guid).filter(one -> one.routeGuid().equals(routeGuid)).orElseThrow(() -> ApiException.unprocessable(
        "Unable to unmap route from destination. Ensure the route has a destination with this guid."));
  }
}
