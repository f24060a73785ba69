package dev.ingot.api.service;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** How many apps of each space a service instance is shared with are bound to it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SharedSpacesUsage(List<Usage> usageSummary, Map<String, Link> links) {
  /** Bound apps of one space. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(Ref space, int boundAppCount) {}
}
