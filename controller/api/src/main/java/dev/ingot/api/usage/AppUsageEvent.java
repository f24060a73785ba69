package dev.ingot.api.usage;

import dev.ingot.api.common.Link;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What an app began or ceased to use (source: CF v3 API, "App usage events").
 *
 * @param state STARTED, STOPPED, BUILDPACK_SET, STAGING_STARTED, STAGING_STOPPED, TASK_STARTED or TASK_STOPPED
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AppUsageEvent(String guid, Instant createdAt, Instant updatedAt, Text state, Named app, Process process, Named space,
    Owner organization, Named buildpack, Named task, Number memoryInMbPerInstance, Number instanceCount, Map<String, Link> links) {
  /** Before and after. */
  public record Text(String current, @Nullable String previous) {}

  /** Before and after. */
  public record Number(@Nullable Integer current, @Nullable Integer previous) {}

  /** A thing by guid and name, as they were; null = the event is of none. */
  public record Named(@Nullable String guid, @Nullable String name) {}

  /** A process by guid and type, as they were. */
  public record Process(@Nullable String guid, @Nullable String type) {}

  /** The org it was in. */
  public record Owner(@Nullable String guid) {}
}
