package dev.ingot.api.service;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A service instance as the API answers it (source: CF v3 API, "Service instances"); credentials are never part of it.
 *
 * @param type `user-provided`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ServiceInstance(String guid, Instant createdAt, Instant updatedAt, String name, List<String> tags, LastOperation lastOperation, String type,
    @Nullable String syslogDrainUrl, @Nullable String routeServiceUrl, Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /** The space that owns it. */
  public record Relationships(ToOne space) {}
}
