package dev.ingot.api.process;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of scaling; what is null stays as it is. @param logRateLimitInBytesPerSecond -1 = unlimited */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ScaleRequest(@Nullable Integer instances, @Nullable Integer memoryInMb, @Nullable Integer diskInMb,
    @Nullable Long logRateLimitInBytesPerSecond) {}
