package dev.ingot.api.app;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What the asking user may read of an app. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppPermissions(boolean readBasicData, boolean readSensitiveData) {}
