package dev.ingot.api.route;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Where a route leads. @param port in the container; @param protocol `http1`, `http2` or `tcp`; @param weight null = equal shares */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Destination(@Nullable String guid, @Nullable App app, @Nullable Integer weight, @Nullable Integer port, @Nullable String protocol) {
  /** Of which app, and which of its processes; without one it is `web`. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record App(@Nullable String guid, @Nullable Process process) {}

  /** @param type of the process */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Process(@Nullable String type) {}
}
