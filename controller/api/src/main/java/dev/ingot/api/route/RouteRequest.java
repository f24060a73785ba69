package dev.ingot.api.route;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (space and domain required) or changing (`options`, `metadata`) a route. A null option value removes it; `hash_balance` may be a number or text. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RouteRequest(@Nullable String host, @Nullable String path, @Nullable Integer port, @Nullable Map<String, ? extends @Nullable Object> options,
    @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Only looked at when creating. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne space, @Nullable ToOne domain) {}
}
