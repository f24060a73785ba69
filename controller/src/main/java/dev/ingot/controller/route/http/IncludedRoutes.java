package dev.ingot.controller.route.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.route.Routes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** `include=route`. The wire is asked for late: it includes things itself. */
@Component
class IncludedRoutes implements Includable {
  private final Routes routes;
  private final ObjectProvider<RouteWire> wire;

  IncludedRoutes(Routes routes, ObjectProvider<RouteWire> wire) {
    this.routes = routes;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "route";
  }

  @Override
  public String collection() {
    return "routes";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return wire.getObject().routes(routes.visible(List.copyOf(guids))).stream().map(route -> new Found(route, Map.of())).toList();
  }
}
