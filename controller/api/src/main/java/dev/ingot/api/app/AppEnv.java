package dev.ingot.api.app;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** All an app sees, by where it comes from (source: CF v3 API, "Get environment for an app"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppEnv(Map<String, String> stagingEnvJson, Map<String, String> runningEnvJson, Map<String, String> environmentVariables,
    Map<String, Object> systemEnvJson, Map<String, Object> applicationEnvJson) {}
