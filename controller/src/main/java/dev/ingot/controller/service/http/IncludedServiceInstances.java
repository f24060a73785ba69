package dev.ingot.controller.service.http;

import dev.ingot.controller.http.Includable;
import dev.ingot.controller.service.ServiceInstances;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** `include=service_instance`. */
@Component
class IncludedServiceInstances implements Includable {
  private final ServiceInstances instances;
  private final ServiceInstanceWire wire;

  IncludedServiceInstances(ServiceInstances instances, ServiceInstanceWire wire) {
    this.instances = instances;
    this.wire = wire;
  }

  @Override
  public String name() {
    return "service_instance";
  }

  @Override
  public String collection() {
    return "service_instances";
  }

  @Override
  public List<Found> byGuids(Set<String> guids) {
    return instances.visible(guids).stream().map(instance -> new Found(wire.of(instance), Map.of("space", instance.spaceGuid()))).toList();
  }
}
