package dev.ingot.api.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Variables of an app's own. In a request a null value removes the variable. @param links null in requests */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EnvironmentVariables(@Nullable Map<String, @Nullable Object> var, @Nullable Map<String, Link> links) {}
