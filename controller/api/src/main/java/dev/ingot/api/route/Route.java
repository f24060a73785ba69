package dev.ingot.api.route;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A route as the API answers it (source: CF v3 API, "Routes"). @param url host, path and port without scheme */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Route(String guid, Instant createdAt, Instant updatedAt, String protocol, String host, String path, @Nullable Integer port,
    String url, List<Destination> destinations, Map<String, String> options, Relationships relationships, Metadata metadata,
    Map<String, Link> links) {
  /** A route belongs to one space and one domain. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne space, ToOne domain) {}
}
