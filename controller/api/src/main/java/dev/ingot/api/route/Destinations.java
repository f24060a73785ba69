package dev.ingot.api.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A route's destinations. @param links null in requests */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Destinations(@Nullable List<@Nullable Destination> destinations, @Nullable Map<String, Link> links) {}
