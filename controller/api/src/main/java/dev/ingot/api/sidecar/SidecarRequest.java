package dev.ingot.api.sidecar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (all but memory required) or changing (null = as it is) a sidecar. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SidecarRequest(@Nullable String name, @Nullable String command, @Nullable List<@Nullable String> processTypes,
    @Nullable Integer memoryInMb) {}
