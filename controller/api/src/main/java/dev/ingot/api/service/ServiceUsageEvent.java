package dev.ingot.api.service;

import dev.ingot.api.common.Link;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** That a service instance began, changed or ended, for billing (source: CF v3 API, "Service usage events"). @param state `CREATED`, `UPDATED` or `DELETED` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ServiceUsageEvent(String guid, Instant createdAt, Instant updatedAt, String state, Named space, Org organization, Instance serviceInstance,
    Named servicePlan, Named serviceOffering, Named serviceBroker, Map<String, Link> links) {
  /** Both null where there is none. */
  public record Named(@Nullable String guid, @Nullable String name) {
    /** No plan, offering or broker: the service instance is user-provided. */
    public static final Named NONE = new Named(null, null);
  }

  /** The org the space is in. */
  public record Org(String guid) {}

  /** @param type `user_provided_service_instance` or `managed_service_instance` */
  public record Instance(String guid, String name, String type) {}
}
