package dev.ingot.controller.route.http;

import dev.ingot.api.route.Destination;
import dev.ingot.api.route.DestinationUpdate;
import dev.ingot.api.route.Destinations;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.route.Routes;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/routes/:guid/destinations` (source: CF v3 API, "Route destinations"). */
@RestController
@RequestMapping("/v3/routes/{routeGuid}/destinations")
class DestinationEndpoints {
  private final Routes routes;
  private final dev.ingot.controller.route.Destinations destinations;
  private final RouteWire wire;

  DestinationEndpoints(Routes routes, dev.ingot.controller.route.Destinations destinations, RouteWire wire) {
    this.routes = routes;
    this.destinations = destinations;
    this.wire = wire;
  }

  @GetMapping
  Destinations list(@PathVariable String routeGuid) {
    return wire.destinations(routes.get(routeGuid, Permission.READ_SPACE));
  }

  @PostMapping
  Destinations add(@PathVariable String routeGuid, @RequestBody Destinations request) {
    return wire.destinations(destinations.add(routeGuid, request.destinations()));
  }

  @PatchMapping
  Destinations replace(@PathVariable String routeGuid, @RequestBody Destinations request) {
    return wire.destinations(destinations.replace(routeGuid, request.destinations()));
  }

  @PatchMapping("/{guid}")
  Destination update(@PathVariable String routeGuid, @PathVariable String guid, @RequestBody DestinationUpdate request) {
    return wire.destination(destinations.changeProtocol(routeGuid, guid, request.protocol()));
  }

  @DeleteMapping("/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String routeGuid, @PathVariable String guid) {
    destinations.remove(routeGuid, guid);
  }
}
