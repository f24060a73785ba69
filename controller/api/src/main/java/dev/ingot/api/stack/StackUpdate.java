package dev.ingot.api.stack;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of changing a stack. A state without a reason takes the reason away. @param aliasOf Ingot's own: the stack it is another name of */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StackUpdate(@Nullable String state, @Nullable String stateReason, @Nullable String aliasOf, @Nullable Metadata metadata) {}
