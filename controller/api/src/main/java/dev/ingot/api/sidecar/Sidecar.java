package dev.ingot.api.sidecar;

import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A sidecar as the API answers it (source: CF v3 API, "Sidecars").
 *
 * @param memoryInMb of the process's memory; null = no part of its own
 * @param origin `user`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Sidecar(String guid, Instant createdAt, Instant updatedAt, String name, String command, List<String> processTypes,
    @Nullable Integer memoryInMb, String origin, Relationships relationships) {
  /** A sidecar belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app) {}
}
