package dev.ingot.api.droplet;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A droplet as the API answers it (source: CF v3 API, "Droplets"). @param image reference by digest in the platform's registry, null until STAGED */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Droplet(String guid, Instant createdAt, Instant updatedAt, String state, @Nullable String error, Lifecycle lifecycle,
    String executionMetadata, Map<String, String> processTypes, @Nullable Checksum checksum, @Nullable List<Buildpack> buildpacks,
    @Nullable String stack, @Nullable String image, Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /** @param type `sha256`; of the image's manifest */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Checksum(String type, String value) {}

  /** A buildpack that took part. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Buildpack(String name, @Nullable String detectOutput, @Nullable String version, @Nullable String buildpackName) {}

  /** A droplet belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app) {}
}
