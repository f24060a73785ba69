package dev.ingot.api.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A stack as the API answers it (source: CF v3 API, "Stacks"). The link `alias_of`, Ingot's own, leads to the stack that this is another name of, `tiny_of` to the one whose apps get this one's run image where they can. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Stack(String guid, Instant createdAt, Instant updatedAt, String name, @Nullable String description, String state,
    @Nullable String stateReason, String runRootfsImage, String buildRootfsImage, @JsonProperty("default") boolean preferred,
    Metadata metadata, Map<String, Link> links) {}
