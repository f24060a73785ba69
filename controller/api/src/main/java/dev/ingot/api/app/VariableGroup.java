package dev.ingot.api.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Variables that all apps get (source: CF v3 API, "Environment Variable Groups").
 *
 * @param name `running` or `staging`
 * @param updatedAt left out while nobody has set any
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record VariableGroup(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant updatedAt, String name, Map<String, String> var,
    Map<String, Link> links) {}
