package dev.ingot.api.org;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An org as the API answers it (source: CF v3 API, "Organizations"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Organization(String guid, Instant createdAt, Instant updatedAt, String name, boolean suspended, Relationships relationships,
    Metadata metadata, Map<String, Link> links) {
  /** Every org has a quota. */
  public record Relationships(ToOne quota) {}
}
