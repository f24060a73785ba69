package dev.ingot.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A task as the API answers it (source: CF v3 API, "Tasks").
 *
 * @param sequenceId from 1, per app
 * @param command left out for those who may not see secrets, and in lists over all apps
 * @param state PENDING → RUNNING → SUCCEEDED or FAILED; CANCELING → FAILED
 * @param logRateLimitInBytesPerSecond -1 = unlimited
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Task(String guid, Instant createdAt, Instant updatedAt, int sequenceId, String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String command, String state, int memoryInMb, int diskInMb,
    long logRateLimitInBytesPerSecond, Result result, String dropletGuid, Relationships relationships, Metadata metadata,
    Map<String, Link> links) {
  /** @param failureReason null unless FAILED */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Result(@Nullable String failureReason) {}

  /** A task belongs to one app. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne app) {}
}
