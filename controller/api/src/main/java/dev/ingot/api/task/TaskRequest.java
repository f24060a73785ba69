package dev.ingot.api.task;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a task: `command` or `template` is required, the rest has defaults. @param logRateLimitInBytesPerSecond -1 = unlimited */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TaskRequest(@Nullable String name, @Nullable String command, @Nullable Integer memoryInMb, @Nullable Integer diskInMb,
    @Nullable Long logRateLimitInBytesPerSecond, @Nullable String dropletGuid, @Nullable Template template, @Nullable Metadata metadata) {
  /** The process that command and limits are taken from. */
  public record Template(@Nullable Ref process) {}
}
