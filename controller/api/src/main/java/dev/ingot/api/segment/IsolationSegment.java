package dev.ingot.api.segment;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An isolation segment as the API answers it (source: CF v3 API, "Isolation Segments"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record IsolationSegment(String guid, Instant createdAt, Instant updatedAt, String name, Metadata metadata, Map<String, Link> links) {}
