package dev.ingot.controller.routing;

import dev.ingot.api.router.v1.Endpoint;
import dev.ingot.api.router.v1.Route;
import dev.ingot.controller.route.RouteRow;
import dev.ingot.controller.routing.RouteQueries.Serving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes and serving instances → what routers are told. Pure. */
final class RouteMaker {
  private static final int DEFAULT_PORT = 8080;
  private static final int WEIGHT_OF_PERCENT = 10_000;

  private record Place(String appGuid, String processType) {}

  private RouteMaker() {}

  /** By route guid, in the order of the rows. */
  static Map<String, Route> make(List<RouteRow> rows, List<Serving> serving) {
    Map<Place, List<Serving>> byPlace = new HashMap<>();
    serving.forEach(s -> byPlace.computeIfAbsent(new Place(s.appGuid(), s.processType()), p -> new ArrayList<>()).add(s));
    Map<String, Route> routes = new java.util.LinkedHashMap<>();
    for (RouteRow row : rows) {
      Route.Builder route = Route.newBuilder().setGuid(row.guid()).setHost(row.host()).setPath(row.path());
      String balancing = row.options().getOrDefault("loadbalancing", "");
      route.setLoadBalancing(balancing.equals("round-robin") ? "" : balancing).setHashHeader(row.options().getOrDefault("hash_header", ""))
          .setHashBalance(Double.parseDouble(row.options().getOrDefault("hash_balance", "0")));
      if (!row.destinations().isEmpty()) {
        route.setAppGuid(row.destinations().getFirst().appGuid());
      }
      for (var destination : row.destinations()) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Serving s : byPlace.getOrDefault(new Place(destination.appGuid(), destination.processType()), List.of())) {
          Endpoint endpoint = endpoint(s, destination);
          if (endpoint != null) {
            endpoints.add(endpoint);
          }
        }
        weigh(endpoints, destination.weight()).forEach(route::addEndpoints);
      }
      routes.put(row.guid(), route.build());
    }
    return routes;
  }

  /** A destination's percentage is shared by its instances. */
  private static List<Endpoint> weigh(List<Endpoint> endpoints, @Nullable Integer percent) {
    if (percent == null || endpoints.isEmpty()) {
      return endpoints;
    }
    int each = Math.max(1, percent * WEIGHT_OF_PERCENT / endpoints.size());
    return endpoints.stream().map(endpoint -> endpoint.toBuilder().setWeight(each).build()).toList();
  }

  private static @Nullable Endpoint endpoint(Serving s, RouteRow.Destination destination) {
    Integer asked = destination.port();
    int first = s.port() > 0 ? s.port() : DEFAULT_PORT;
    int port = asked == null ? first : asked;
    // Only the first port has a host port; others are reached on the container's own address.
    boolean remote = !s.cellAddress().isEmpty() && s.hostPort() > 0 && port == first;
    String address = remote ? s.cellAddress() : s.containerAddress();
    if (address == null || address.isEmpty()) {
      return null;
    }
    return Endpoint.newBuilder().setInstanceGuid(s.instanceGuid()).setAppGuid(s.appGuid()).setProcessGuid(s.processGuid()).setIndex(s.index())
        .setAddress(address).setPort(remote ? s.hostPort() : port)
        .setProtocol(destination.protocol().equals("http2") ? "http2" : "http1").build();
  }
}
