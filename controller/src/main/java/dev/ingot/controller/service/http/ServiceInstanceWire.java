package dev.ingot.controller.service.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.service.LastOperation;
import dev.ingot.api.service.ServiceInstance;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Service instances as the API answers them. */
@Component
public class ServiceInstanceWire {
  private static final String DONE = "Operation succeeded";

  private final Links links;

  ServiceInstanceWire(Links links) {
    this.links = links;
  }

  /** The wire record, without credentials. */
  public ServiceInstance of(ServiceInstanceEntity instance) {
    return new ServiceInstance(instance.guid(), instance.createdAt(), instance.updatedAt(), instance.name(), instance.tags(),
        succeeded(instance.lastOperation(), instance.lastOperationAt()), instance.type(), instance.syslogDrainUrl(), instance.routeServiceUrl(),
        new ServiceInstance.Relationships(ToOne.of(instance.spaceGuid())), instance.metadata(), links(instance));
  }

  /** What needs no broker is done at once. */
  static LastOperation succeeded(String type, Instant at) {
    return new LastOperation(type, "succeeded", DONE, at, at);
  }

  private Map<String, Link> links(ServiceInstanceEntity instance) {
    String self = "/v3/service_instances/" + instance.guid();
    Map<String, Link> all = new LinkedHashMap<>();
    all.put("self", links.to(self));
    all.put("space", links.to("/v3/spaces/" + instance.spaceGuid()));
    all.put("service_credential_bindings", links.to("/v3/service_credential_bindings?service_instance_guids=" + instance.guid()));
    all.put("service_route_bindings", links.to("/v3/service_route_bindings?service_instance_guids=" + instance.guid()));
    all.put("credentials", links.to(self + "/credentials"));
    return all;
  }
}
