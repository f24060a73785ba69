package dev.ingot.api.user;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A user as the API answers it (source: CF v3 API, "Users"). A user without origin is a client. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record User(String guid, Instant createdAt, Instant updatedAt, @Nullable String username, String presentationName, @Nullable String origin,
    Metadata metadata, Map<String, Link> links) {}
