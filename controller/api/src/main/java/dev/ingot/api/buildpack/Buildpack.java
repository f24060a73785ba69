package dev.ingot.api.buildpack;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A buildpack as the API answers it (source: CF v3 API, "Buildpacks").
 *
 * @param stack null = for every stack
 * @param state `AWAITING_UPLOAD` or `READY`
 * @param position from 1, in the order buildpacks are tried
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Buildpack(String guid, Instant createdAt, Instant updatedAt, String name, @Nullable String stack, String state, String lifecycle,
    @Nullable String filename, int position, boolean enabled, boolean locked, Metadata metadata,
    Map<String, Link> links) {}
