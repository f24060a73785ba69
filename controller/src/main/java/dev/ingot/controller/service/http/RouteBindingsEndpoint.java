package dev.ingot.controller.service.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.service.RouteBinding;
import dev.ingot.api.service.RouteBindingRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.service.RouteBindings;
import dev.ingot.controller.service.db.RouteBindingEntity;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/service_route_bindings` (source: CF v3 API, "Service route binding"). */
@RestController
@RequestMapping("/v3/service_route_bindings")
class RouteBindingsEndpoint {
  private static final Inclusion<RouteBindingEntity> INCLUDE =
      Inclusion.of("route", RouteBindingEntity::routeGuid).and("service_instance", RouteBindingEntity::serviceInstanceGuid);

  private final RouteBindings bindings;
  private final BindingWire wire;
  private final Lists lists;
  private final Includes includes;

  RouteBindingsEndpoint(RouteBindings bindings, BindingWire wire, Lists lists, Includes includes) {
    this.bindings = bindings;
    this.wire = wire;
    this.lists = lists;
    this.includes = includes;
  }

  @GetMapping
  ListBody<RouteBinding> list(ListQuery query) {
    var page = bindings.list(query);
    var urls = wire.urls(page.items());
    return lists.body(query, page, binding -> wire.of(binding, urls), includes.of(INCLUDE, query, page.items()));
  }

  @PostMapping
  ResponseEntity<RouteBinding> create(@RequestBody RouteBindingRequest request) {
    return Answers.created(one(bindings.create(request)));
  }

  @GetMapping("/{guid}")
  Single<RouteBinding> get(@PathVariable String guid, ListQuery query) {
    var binding = bindings.get(guid);
    return includes.one(INCLUDE, query, binding, one(binding));
  }

  @PatchMapping("/{guid}")
  RouteBinding update(@PathVariable String guid, @RequestBody RouteBindingRequest request) {
    return one(bindings.update(guid, request));
  }

  @DeleteMapping("/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String guid) {
    bindings.delete(guid);
  }

  @GetMapping("/{guid}/parameters")
  void parameters(@PathVariable String guid) {
    bindings.parameters(guid);
  }

  private RouteBinding one(RouteBindingEntity binding) {
    return wire.of(binding, wire.urls(List.of(binding)));
  }
}
