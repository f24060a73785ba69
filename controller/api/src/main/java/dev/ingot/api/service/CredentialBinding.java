package dev.ingot.api.service;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An app's binding to a service instance as the API answers it (source: CF v3 API, "Service credential binding").
 *
 * @param type `app`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CredentialBinding(String guid, Instant createdAt, Instant updatedAt, @Nullable String name, String type, LastOperation lastOperation,
    Metadata metadata, Relationships relationships, Map<String, Link> links) {
  /** Who is bound to what. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app, ToOne serviceInstance) {}
}
