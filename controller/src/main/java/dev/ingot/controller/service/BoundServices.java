package dev.ingot.controller.service;

import dev.ingot.controller.service.db.CredentialBindingRepository;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The services an app is bound to, for its environment. Checks nobody's rights. */
@Component
public class BoundServices {
  private final CredentialBindingRepository bindings;
  private final ServiceInstanceRepository instances;
  private final Credentials credentials;

  BoundServices(CredentialBindingRepository bindings, ServiceInstanceRepository instances, Credentials credentials) {
    this.bindings = bindings;
    this.instances = instances;
    this.credentials = credentials;
  }

  /** In the order they were bound. @throws dev.ingot.controller.crypto.VaultException when credentials cannot be opened */
  @Transactional(readOnly = true)
  public List<BoundService> of(String appGuid) {
    var bound = bindings.findByAppGuidOrderByCreatedAtAscGuidAsc(appGuid);
    Map<String, ServiceInstanceEntity> of = instances.findAllById(bound.stream().map(binding -> binding.serviceInstanceGuid()).toList()).stream()
        .collect(Collectors.toMap(ServiceInstanceEntity::guid, Function.identity()));
    return bound.stream().filter(binding -> of.containsKey(binding.serviceInstanceGuid())).map(binding -> {
      ServiceInstanceEntity instance = of.get(binding.serviceInstanceGuid());
      return new BoundService(binding.guid(), binding.name(), instance.guid(), instance.name(), instance.tags(), credentials.of(instance),
          instance.syslogDrainUrl());
    }).toList();
  }
}
