package dev.ingot.controller.process.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.process.AppProcess;
import org.jspecify.annotations.Nullable;

/** Body of changing a process. A class, because `"command": null` (back to the droplet's) differs from no command at all. */
final class ProcessChange {
  private boolean commandGiven;
  private @Nullable String command;
  @JsonProperty("health_check")
  private AppProcess.@Nullable HealthCheck healthCheck;
  @JsonProperty("readiness_health_check")
  private AppProcess.@Nullable HealthCheck readinessHealthCheck;
  @JsonProperty
  private @Nullable Metadata metadata;

  @JsonProperty
  void setCommand(@Nullable String command) {
    commandGiven = true;
    this.command = command;
  }

  boolean commandGiven() {
    return commandGiven;
  }

  @Nullable String command() {
    return command;
  }

  AppProcess.@Nullable HealthCheck healthCheck() {
    return healthCheck;
  }

  AppProcess.@Nullable HealthCheck readinessHealthCheck() {
    return readinessHealthCheck;
  }

  @Nullable Metadata metadata() {
    return metadata;
  }
}
