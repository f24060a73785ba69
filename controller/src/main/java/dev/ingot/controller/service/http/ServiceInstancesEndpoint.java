package dev.ingot.controller.service.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.route.SharedSpaces;
import dev.ingot.api.service.ServiceInstance;
import dev.ingot.api.service.ServiceInstanceRequest;
import dev.ingot.api.service.SharedSpacesUsage;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.service.ServiceInstances;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/service_instances` (source: CF v3 API, "Service instances"). User-provided ones need no broker, so all is done when it answers. */
@RestController
@RequestMapping("/v3/service_instances")
class ServiceInstancesEndpoint {
  private final ServiceInstances instances;
  private final ServiceInstanceWire wire;
  private final InstanceIncludes includes;
  private final Lists lists;
  private final Links links;

  ServiceInstancesEndpoint(ServiceInstances instances, ServiceInstanceWire wire, InstanceIncludes includes, Lists lists, Links links) {
    this.instances = instances;
    this.wire = wire;
    this.includes = includes;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping
  ListBody<ServiceInstance> list(ListQuery query) {
    var page = instances.list(query);
    return lists.body(query, page, wire::of, includes.of(query, page.items()));
  }

  @PostMapping
  ResponseEntity<ServiceInstance> create(@RequestBody ServiceInstanceRequest request) {
    return Answers.created(wire.of(instances.create(request)));
  }

  @GetMapping("/{guid}")
  Single<ServiceInstance> get(@PathVariable String guid, ListQuery query) {
    var instance = instances.get(guid);
    return new Single<>(wire.of(instance), includes.of(query, List.of(instance)));
  }

  @PatchMapping("/{guid}")
  ServiceInstance update(@PathVariable String guid, @RequestBody ServiceInstanceRequest request) {
    return wire.of(instances.update(guid, request));
  }

  /** `purge=true` leaves a broker out of it, and here there is none. */
  @DeleteMapping("/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String guid) {
    instances.delete(guid);
  }

  @GetMapping("/{guid}/credentials")
  Map<String, @Nullable Object> credentials(@PathVariable String guid) {
    return instances.credentials(guid);
  }

  @GetMapping("/{guid}/parameters")
  void parameters(@PathVariable String guid) {
    instances.parameters(guid);
  }

  @GetMapping("/{guid}/permissions")
  ServiceInstances.Rights permissions(@PathVariable String guid) {
    return instances.rights(guid);
  }

  @GetMapping("/{guid}/relationships/shared_spaces")
  Single<SharedSpaces> sharedSpaces(@PathVariable String guid, ListQuery query) {
    instances.get(guid);
    var included = includes.of(query, List.of());
    return new Single<>(new SharedSpaces(List.of(), Map.of("self", links.to("/v3/service_instances/" + guid + "/relationships/shared_spaces"))), included);
  }

  @GetMapping("/{guid}/relationships/shared_spaces/usage_summary")
  SharedSpacesUsage usage(@PathVariable String guid) {
    instances.get(guid);
    String shared = "/v3/service_instances/" + guid + "/relationships/shared_spaces";
    return new SharedSpacesUsage(List.of(), Map.of("self", links.to(shared + "/usage_summary"), "shared_spaces", links.to(shared),
        "service_instance", links.to("/v3/service_instances/" + guid)));
  }

  @PostMapping("/{guid}/relationships/shared_spaces")
  void share(@PathVariable String guid, @RequestBody ToMany spaces) {
    instances.share(guid, spaces);
  }

  @DeleteMapping("/{guid}/relationships/shared_spaces/{space}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unshare(@PathVariable String guid, @PathVariable String space) {
    instances.unshare(guid, space);
  }
}
