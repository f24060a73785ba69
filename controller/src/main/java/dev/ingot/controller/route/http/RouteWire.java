package dev.ingot.controller.route.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.Single;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.route.Destination;
import dev.ingot.api.route.Destinations;
import dev.ingot.api.route.Route;
import dev.ingot.api.route.SharedSpaces;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.route.db.DestinationEntity;
import dev.ingot.controller.route.db.RouteDomains;
import dev.ingot.controller.route.db.RouteEntity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Routes as the API answers them. */
@Component
class RouteWire {
  private static final Inclusion<RouteEntity> INCLUDE =
      Inclusion.of("domain", RouteEntity::domainGuid).and("space", RouteEntity::spaceGuid).deep("space.organization");
  private static final int DEFAULT_PORT = 8080;

  private final dev.ingot.controller.route.Destinations destinations;
  private final RouteDomains domains;
  private final Lists lists;
  private final Includes includes;
  private final Links links;

  RouteWire(dev.ingot.controller.route.Destinations destinations, RouteDomains domains, Lists lists, Includes includes, Links links) {
    this.destinations = destinations;
    this.domains = domains;
    this.lists = lists;
    this.includes = includes;
    this.links = links;
  }

  Single<Route> single(ListQuery query, RouteEntity route) {
    return includes.one(INCLUDE, query, route, route(route));
  }

  Route route(RouteEntity route) {
    return wire(route, destinations.of(List.of(route)), domains.names(List.of(route.domainGuid())));
  }

  SharedSpaces shared(String guid, Set<String> spaces) {
    return new SharedSpaces(spaces.stream().map(Ref::new).toList(), Map.of("self", links.to("/v3/routes/" + guid + "/relationships/shared_spaces")));
  }

  /** Several of them: for `include`. */
  List<Route> routes(List<RouteEntity> routes) {
    var targets = destinations.of(routes);
    var names = domains.names(routes.stream().map(RouteEntity::domainGuid).collect(Collectors.toSet()));
    return routes.stream().map(route -> wire(route, targets, names)).toList();
  }

  ListBody<Route> page(ListQuery query, PageOf<RouteEntity> page) {
    var targets = destinations.of(page.items());
    var names = domains.names(page.items().stream().map(RouteEntity::domainGuid).collect(Collectors.toSet()));
    return lists.body(query, page, route -> wire(route, targets, names), includes.of(INCLUDE, query, page.items()));
  }

  Destinations destinations(RouteEntity route) {
    String path = "/v3/routes/" + route.guid();
    return new Destinations(List.copyOf(destinations.of(List.of(route)).getOrDefault(route.guid(), List.of()).stream().map(this::destination).toList()),
        Map.of("self", links.to(path + "/destinations"), "route", links.to(path)));
  }

  Destination destination(DestinationEntity one) {
    return new Destination(one.guid(), new Destination.App(one.appGuid(), new Destination.Process(one.processType())), one.weight(),
        one.port() == null ? DEFAULT_PORT : one.port(), one.protocol());
  }

  private Route wire(RouteEntity route, Map<String, List<DestinationEntity>> targets, Map<String, String> names) {
    return new Route(route.guid(), route.createdAt(), route.updatedAt(), route.protocol(), route.host(), route.path(), route.port(),
        route.url(names.getOrDefault(route.domainGuid(), "")),
        targets.getOrDefault(route.guid(), List.of()).stream().map(this::destination).toList(), route.options(),
        new Route.Relationships(ToOne.of(route.spaceGuid()), ToOne.of(route.domainGuid())), route.metadata(), links(route));
  }

  private Map<String, Link> links(RouteEntity route) {
    Map<String, Link> all = new LinkedHashMap<>();
    String path = "/v3/routes/" + route.guid();
    all.put("self", links.to(path));
    all.put("space", links.to("/v3/spaces/" + route.spaceGuid()));
    all.put("domain", links.to("/v3/domains/" + route.domainGuid()));
    all.put("destinations", links.to(path + "/destinations"));
    return all;
  }
}
