package dev.ingot.api.space;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A space as the API answers it (source: CF v3 API, "Spaces"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Space(String guid, Instant createdAt, Instant updatedAt, String name, Relationships relationships, Metadata metadata,
    Map<String, Link> links) {
  /** The org it belongs to; `quota.data` is null for a space without a quota of its own. */
  public record Relationships(ToOne organization, ToOne quota) {}
}
