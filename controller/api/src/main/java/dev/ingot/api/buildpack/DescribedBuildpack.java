package dev.ingot.api.buildpack;

import dev.ingot.api.common.Link;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A buildpack with what it says of itself: a resource of ours, since CF's own must not carry what its clients do not know.
 *
 * @param guid of the {@link Buildpack}; name, stack, state, file name, position, enabled and locked are those of it
 * @param kind `system` (comes with the platform), `cnb` or `classic` (uploaded); null = it has no bits
 * @param id as its buildpack.toml says, `ingot/java`; null where there is none
 * @param version likewise
 * @param about what its buildpack.toml says besides; null where there is none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DescribedBuildpack(String guid, Instant createdAt, Instant updatedAt, String name, @Nullable String stack, String state,
    @Nullable String filename, int position, boolean enabled, boolean locked, @Nullable String kind, @Nullable String id, @Nullable String version,
    @Nullable BuildpackDescription about, Map<String, Link> links) {}
