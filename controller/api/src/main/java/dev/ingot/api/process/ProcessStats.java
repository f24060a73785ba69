package dev.ingot.api.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What is known of a process's instances: one entry for each desired index (source: CF v3 API, "Get stats for a process"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ProcessStats(List<Entry> resources) {
  /** @param state RUNNING, STARTING, CRASHED, DOWN or STOPPING; @param uptime seconds; quotas in bytes */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Entry(String type, int index, @Nullable String instanceGuid, String state, @Nullable Boolean routable, @Nullable String host,
      @Nullable Long uptime, @Nullable Long memQuota, @Nullable Long diskQuota, @Nullable Long logRateLimit, @Nullable Integer fdsQuota,
      @Nullable String isolationSegment, @Nullable String details, List<Port> instancePorts, Usage usage) {}

  /** Ports as seen from the cell and in the container. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Port(@Nullable Integer external, @Nullable Integer internal) {}

  /** Measured; empty until the cell told. `cpu` 1.0 = one core; bytes; bytes per second. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Usage(@Nullable Instant time, @Nullable Double cpu, @Nullable Double cpuEntitlement, @Nullable Long mem, @Nullable Long disk,
      @Nullable Long logRate) {}
}
