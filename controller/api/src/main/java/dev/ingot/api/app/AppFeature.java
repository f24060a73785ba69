package dev.ingot.api.app;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Something that can be switched on and off for one app. @param description null in requests */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppFeature(@Nullable String name, @Nullable String description, @Nullable Boolean enabled) {}
