package dev.ingot.controller.manifest;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.manifest.ManifestApp.ManifestService;
import dev.ingot.controller.service.CredentialBindings;
import dev.ingot.controller.service.db.CredentialBindingEntity;
import dev.ingot.controller.service.db.CredentialBindingRepository;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The `services` of a manifest: binds what is not bound yet; says what is bound. */
@Component
class ManifestServices {
  private final ServiceInstanceRepository instances;
  private final CredentialBindingRepository stored;
  private final CredentialBindings bindings;

  ManifestServices(ServiceInstanceRepository instances, CredentialBindingRepository stored, CredentialBindings bindings) {
    this.instances = instances;
    this.stored = stored;
    this.bindings = bindings;
  }

  /** In the caller's transaction; 422 for an instance that is not in the app's space. */
  void apply(AppEntity app, ManifestApp manifest) {
    for (ManifestService wanted : manifest.services()) {
      ServiceInstanceEntity instance = instances.findBySpaceGuidAndName(app.spaceGuid(), wanted.name())
          .orElseThrow(() -> ApiException.unprocessable("Service instance '" + wanted.name() + "' not found"));
      if (stored.findByServiceInstanceGuidAndAppGuid(instance.guid(), app.guid()).isPresent()) {
        continue;
      }
      if (wanted.parameters()) {
        throw ApiException.unprocessable("For service '" + wanted.name() + "': Binding parameters are not supported for user-provided service instances");
      }
      try {
        bindings.bind(app, instance, wanted.bindingName());
      } catch (ApiException e) {
        throw new ApiException(e.code(), "For service '" + wanted.name() + "': " + e.detail(), e);
      }
    }
  }

  /** As a manifest says them: names, or objects where a binding has a name. */
  List<Object> of(AppEntity app) {
    List<CredentialBindingEntity> bound = stored.findByAppGuidOrderByCreatedAtAscGuidAsc(app.guid());
    Map<String, String> names = new HashMap<>();
    instances.findAllById(bound.stream().map(CredentialBindingEntity::serviceInstanceGuid).toList())
        .forEach(instance -> names.put(instance.guid(), instance.name()));
    List<Object> services = new ArrayList<>();
    for (CredentialBindingEntity binding : bound) {
      String name = names.getOrDefault(binding.serviceInstanceGuid(), "");
      services.add(binding.name() == null ? name : Map.of("name", name, "binding_name", binding.name()));
    }
    return services;
  }
}
