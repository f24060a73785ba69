package dev.ingot.api.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A stack as the API answers it (source: CF v3 API, "Stacks"). @param aliasOf Ingot's own: the stack this is another name of; left out for others */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Stack(String guid, Instant createdAt, Instant updatedAt, String name, @Nullable String description, String state,
    @Nullable String stateReason, String runRootfsImage, String buildRootfsImage, @JsonProperty("default") boolean preferred,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String aliasOf, Metadata metadata,
    Map<String, Link> links) {}
