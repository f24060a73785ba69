package dev.ingot.api.app;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An app as the API answers it (source: CF v3 API, "Apps"). @param state desired: `STOPPED` or `STARTED` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record App(String guid, Instant createdAt, Instant updatedAt, String name, String state, Lifecycle lifecycle,
    Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /** @param currentDroplet what runs on the next start */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne space, ToOne currentDroplet) {}
}
