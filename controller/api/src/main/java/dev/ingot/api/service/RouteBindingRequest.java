package dev.ingot.api.service;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a route binding (of changing one: `metadata` only); null = not sent. */
public record RouteBindingRequest(@Nullable Map<String, @Nullable Object> parameters, @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Which route shall go through which service instance. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne serviceInstance, @Nullable ToOne route) {}
}
