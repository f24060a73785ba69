package dev.ingot.api.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A build as the API answers it (source: CF v3 API, "Builds"). @param state STAGING, STAGED, FAILED; @param error `<code> - <reason>` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Build(String guid, Instant createdAt, Instant updatedAt, @Nullable CreatedBy createdBy, String state,
    int stagingMemoryInMb, int stagingDiskInMb, @Nullable String error, Lifecycle lifecycle, @JsonProperty("package") Ref packageRef,
    @Nullable Ref droplet, Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /** Who asked for it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record CreatedBy(@Nullable String guid, @Nullable String name, @Nullable String email) {}

  /** A build belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app) {}
}
