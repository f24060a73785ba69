package dev.ingot.api.service;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A route's binding to a route service as the API answers it (source: CF v3 API, "Service route binding").
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RouteBinding(String guid, Instant createdAt, Instant updatedAt, @Nullable String routeServiceUrl, LastOperation lastOperation,
    Metadata metadata, Relationships relationships, Map<String, Link> links) {
  /** Which route goes through which service instance. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne serviceInstance, ToOne route) {}
}
