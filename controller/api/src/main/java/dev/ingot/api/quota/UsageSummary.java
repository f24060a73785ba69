package dev.ingot.api.quota;

import dev.ingot.api.common.Link;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** How much an org, a space or the platform uses of what quotas limit (source: CF v3 API, "Get usage summary"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UsageSummary(Numbers usageSummary, Map<String, Link> links) {
  /**
   * The numbers.
   *
   * @param memoryInMb of started instances and of tasks, in MiB
   * @param perAppTasks tasks that wait or run
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Numbers(long startedInstances, long memoryInMb, long routes, long serviceInstances, long reservedPorts, long domains, long perAppTasks,
      long serviceKeys) {}
}
