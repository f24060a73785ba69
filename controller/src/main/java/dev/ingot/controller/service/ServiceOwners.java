package dev.ingot.controller.service;

import dev.ingot.controller.service.db.ServiceInstanceRepository;
import dev.ingot.controller.space.SpaceContents;
import org.springframework.stereotype.Component;

/** Deletes the service instances of a space that is deleted. */
@Component
class ServiceOwners implements SpaceContents {
  private static final int AFTER_ROUTES = 20;

  private final ServiceInstanceRepository instances;
  private final ServiceInstances operations;

  ServiceOwners(ServiceInstanceRepository instances, ServiceInstances operations) {
    this.instances = instances;
    this.operations = operations;
  }

  @Override
  public void deleteIn(String spaceGuid) {
    instances.findBySpaceGuid(spaceGuid).forEach(operations::remove);
  }

  @Override
  public int rank() {
    return AFTER_ROUTES;
  }
}
