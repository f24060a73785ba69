package dev.ingot.api.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A process as the API answers it (source: CF v3 API, "Processes").
 *
 * @param command hidden in lists
 * @param version another one means that all instances are replaced
 * @param processInstances only with `embed=process_instances`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppProcess(String guid, Instant createdAt, Instant updatedAt, String type, @Nullable String command, String user, int instances,
    int memoryInMb, int diskInMb, long logRateLimitInBytesPerSecond, HealthCheck healthCheck, HealthCheck readinessHealthCheck,
    String version, Relationships relationships, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Instance> processInstances, Metadata metadata,
    Map<String, Link> links) {
  /** @param type `port`, `http` or `process` */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record HealthCheck(@Nullable String type, @Nullable Data data) {}

  /** Seconds; null = the platform's default. `endpoint` only for `http`, `timeout` not for readiness. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(@Nullable Integer timeout, @Nullable Integer invocationTimeout, @Nullable Integer interval,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endpoint) {}

  /** A process belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app, @Nullable ToOne revision) {}

  /** One desired instance. @param since seconds in this state */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Instance(int index, String state, long since) {}
}
