package dev.ingot.api.flag;

import dev.ingot.api.common.Link;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A feature flag as the API answers it (source: CF v3 API, "Feature Flags").
 *
 * @param updatedAt null while it has its default
 * @param customErrorMessage what people are told when they use what is switched off; null = the flag's name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record FeatureFlag(String name, boolean enabled, @Nullable Instant updatedAt, @Nullable String customErrorMessage, Map<String, Link> links) {}
