package dev.ingot.controller.service.http;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.service.CredentialBinding;
import dev.ingot.api.service.RouteBinding;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.service.ServiceInstances;
import dev.ingot.controller.service.db.CredentialBindingEntity;
import dev.ingot.controller.service.db.RouteBindingEntity;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Bindings as the API answers them. */
@Component
class BindingWire {
  private final ServiceInstances instances;
  private final Links links;

  BindingWire(ServiceInstances instances, Links links) {
    this.instances = instances;
    this.links = links;
  }

  CredentialBinding of(CredentialBindingEntity binding) {
    String self = "/v3/service_credential_bindings/" + binding.guid();
    return new CredentialBinding(binding.guid(), binding.createdAt(), binding.updatedAt(), binding.name(), binding.type(),
        ServiceInstanceWire.succeeded("create", binding.createdAt()), binding.metadata(),
        new CredentialBinding.Relationships(ToOne.of(binding.appGuid()), ToOne.of(binding.serviceInstanceGuid())),
        Map.of("self", links.to(self), "details", links.to(self + "/details"), "app", links.to("/v3/apps/" + binding.appGuid()),
            "service_instance", links.to("/v3/service_instances/" + binding.serviceInstanceGuid())));
  }

  /** The route service URLs of these instances, by guid. */
  Map<String, @Nullable String> urls(Collection<RouteBindingEntity> bindings) {
    var urls = new HashMap<String, @Nullable String>();
    for (ServiceInstanceEntity instance : instances.visible(bindings.stream().map(RouteBindingEntity::serviceInstanceGuid).toList())) {
      urls.put(instance.guid(), instance.routeServiceUrl());
    }
    return urls;
  }

  RouteBinding of(RouteBindingEntity binding, Map<String, @Nullable String> urls) {
    return new RouteBinding(binding.guid(), binding.createdAt(), binding.updatedAt(), urls.get(binding.serviceInstanceGuid()),
        ServiceInstanceWire.succeeded("create", binding.createdAt()), binding.metadata(),
        new RouteBinding.Relationships(ToOne.of(binding.serviceInstanceGuid()), ToOne.of(binding.routeGuid())),
        Map.of("self", links.to("/v3/service_route_bindings/" + binding.guid()), "route", links.to("/v3/routes/" + binding.routeGuid()),
            "service_instance", links.to("/v3/service_instances/" + binding.serviceInstanceGuid())));
  }
}
