package dev.ingot.api.role;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A role of a user (source: CF v3 API, "Roles"). One of `organization` and `space` has data. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Role(String guid, Instant createdAt, Instant updatedAt, String type, Relationships relationships, Map<String, Link> links) {
  /** Who has it where. */
  public record Relationships(ToOne user, ToOne organization, ToOne space) {}
}
