package dev.ingot.api.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The droplet that is current. In a request only `data` counts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CurrentDroplet(@Nullable Ref data, @Nullable Map<String, Link> links) {}
