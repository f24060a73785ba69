package dev.ingot.api.app;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (`name` and the space required) or changing an app; what is null stays as it is. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppRequest(@Nullable String name, @Nullable Lifecycle lifecycle, @Nullable Map<String, @Nullable Object> environmentVariables,
    @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Only looked at when creating. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne space) {}
}
