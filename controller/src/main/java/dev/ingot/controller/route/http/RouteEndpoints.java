package dev.ingot.controller.route.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.route.Route;
import dev.ingot.api.route.RouteRequest;
import dev.ingot.api.route.SharedSpaces;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.route.RouteShares;
import dev.ingot.controller.route.Routes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/routes`, the routes of an app, route reservations (source: CF v3 API, "Routes"). */
@RestController
class RouteEndpoints {
  private final Routes routes;
  private final RouteShares shares;
  private final RouteWire wire;
  private final Jobs jobs;
  private final Answers answers;

  RouteEndpoints(Routes routes, RouteShares shares, RouteWire wire, Jobs jobs, Answers answers) {
    this.routes = routes;
    this.shares = shares;
    this.wire = wire;
    this.jobs = jobs;
    this.answers = answers;
  }

  @GetMapping("/v3/routes")
  ListBody<Route> list(ListQuery query) {
    return wire.page(query, routes.list(query));
  }

  @GetMapping("/v3/apps/{appGuid}/routes")
  ListBody<Route> ofApp(@PathVariable String appGuid, ListQuery query) {
    return wire.page(query, routes.ofApp(appGuid, query));
  }

  @PostMapping("/v3/routes")
  ResponseEntity<Route> create(@RequestBody RouteRequest request) {
    return Answers.created(wire.route(routes.create(request)));
  }

  @GetMapping("/v3/routes/{guid}")
  Single<Route> get(@PathVariable String guid, ListQuery query) {
    return wire.single(query, routes.get(guid, Permission.READ_SPACE));
  }

  @PatchMapping("/v3/routes/{guid}")
  Route update(@PathVariable String guid, @RequestBody RouteRequest request) {
    return wire.route(routes.update(guid, request));
  }

  @DeleteMapping("/v3/routes/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    routes.get(guid, Permission.WRITE_ROUTE);
    return answers.accepted(jobs.start("route.delete", guid, progress -> routes.delete(guid)));
  }

  @DeleteMapping("/v3/spaces/{spaceGuid}/routes")
  ResponseEntity<Void> deleteUnmapped(@PathVariable String spaceGuid, @RequestParam(required = false) @Nullable String unmapped) {
    if (!"true".equals(unmapped)) {
      throw ApiException.unprocessable("Mass delete not supported for mapped routes. Use 'unmapped=true' parameter to delete all unmapped routes.");
    }
    routes.checkSpace(spaceGuid);
    return answers.accepted(jobs.start("space.delete_unmapped_routes", spaceGuid, progress -> routes.deleteUnmapped(spaceGuid)));
  }

  @PatchMapping("/v3/routes/{guid}/relationships/space")
  Map<String, String> transfer(@PathVariable String guid, @RequestBody ToOne space) {
    shares.transfer(guid, ToOne.guid(space));
    return Map.of("status", "ok");
  }

  @GetMapping("/v3/routes/{guid}/relationships/shared_spaces")
  SharedSpaces shared(@PathVariable String guid) {
    return wire.shared(guid, shares.of(guid));
  }

  @PostMapping("/v3/routes/{guid}/relationships/shared_spaces")
  SharedSpaces share(@PathVariable String guid, @RequestBody ToMany spaces) {
    return wire.shared(guid, shares.share(guid, ToMany.guids(spaces)));
  }

  @DeleteMapping("/v3/routes/{guid}/relationships/shared_spaces/{spaceGuid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unshare(@PathVariable String guid, @PathVariable String spaceGuid) {
    shares.unshare(guid, spaceGuid);
  }

  @GetMapping("/v3/domains/{domainGuid}/route_reservations")
  Map<String, Boolean> reservation(@PathVariable String domainGuid, @RequestParam(required = false) @Nullable String host,
      @RequestParam(required = false) @Nullable String path, @RequestParam(required = false) @Nullable String port) {
    // No route here has a port: TCP routes are not made.
    return Map.of("matching_route", (port == null || port.isEmpty() || port.equals("0")) && routes.reserved(domainGuid, host, path));
  }
}
