package dev.ingot.api.stack;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a stack (`name` required). @param aliasOf Ingot's own: makes it another name of this stack */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StackRequest(@Nullable String name, @Nullable String description, @Nullable String state, @Nullable String stateReason,
    @Nullable String aliasOf, @Nullable Metadata metadata) {}
