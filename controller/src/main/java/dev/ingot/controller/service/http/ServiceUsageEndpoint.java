package dev.ingot.controller.service.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.service.ServiceUsageEvent;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.service.ServiceUsage;
import dev.ingot.controller.service.db.ServiceUsageEntity;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/service_usage_events` (source: CF v3 API, "Service usage events"). */
@RestController
@RequestMapping("/v3/service_usage_events")
class ServiceUsageEndpoint {
  private final ServiceUsage usage;
  private final Lists lists;
  private final Links links;

  ServiceUsageEndpoint(ServiceUsage usage, Lists lists, Links links) {
    this.usage = usage;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping
  ListBody<ServiceUsageEvent> list(ListQuery query) {
    return lists.body(query, usage.list(query), this::wire);
  }

  @GetMapping("/{guid}")
  ServiceUsageEvent get(@PathVariable String guid) {
    return wire(usage.get(guid));
  }

  @PostMapping("/actions/destructively_purge_all_and_reseed")
  Map<String, Object> reseed() {
    usage.reseed();
    return Map.of();
  }

  private ServiceUsageEvent wire(ServiceUsageEntity event) {
    return new ServiceUsageEvent(event.guid(), event.createdAt(), event.updatedAt(), event.state(),
        new ServiceUsageEvent.Named(event.spaceGuid(), event.spaceName()), new ServiceUsageEvent.Org(event.organizationGuid()),
        new ServiceUsageEvent.Instance(event.instanceGuid(), event.instanceName(), event.instanceType()), ServiceUsageEvent.Named.NONE,
        ServiceUsageEvent.Named.NONE, ServiceUsageEvent.Named.NONE, Map.of("self", links.to("/v3/service_usage_events/" + event.guid())));
  }
}
