package dev.ingot.api.app;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Whether ssh works for an app. @param reason why not; empty when it does */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SshEnabled(boolean enabled, String reason) {}
