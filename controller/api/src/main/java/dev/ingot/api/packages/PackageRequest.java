package dev.ingot.api.packages;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (`type` and the app required) or changing (`metadata`) a package. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PackageRequest(@Nullable String type, @Nullable Data data, @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Of a `docker` package. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(@Nullable String image, @Nullable String username, @Nullable String password) {}

  /** Only looked at when creating. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne app) {}
}
