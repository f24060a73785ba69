package dev.ingot.api.deployment;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a deployment (the app is required). @param droplet null = the current one; @param strategy null = `rolling` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DeploymentRequest(@Nullable Ref droplet, @Nullable Ref revision, @Nullable String strategy, @Nullable Options options,
    @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Null = as it is. Sizes in MiB, log rate in bytes per second. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Options(@Nullable Integer maxInFlight, @Nullable Canary canary, @Nullable Integer webInstances, @Nullable Integer memoryInMb,
      @Nullable Integer diskInMb, @Nullable Long logRateLimitInBytesPerSecond) {}

  /** Steps of a canary. */
  public record Canary(@Nullable List<Step> steps) {}

  /** @param instanceWeight percent */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Step(@Nullable Integer instanceWeight) {}

  /** Only the app. */
  public record Relationships(@Nullable ToOne app) {}
}
