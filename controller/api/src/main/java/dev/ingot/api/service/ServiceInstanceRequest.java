package dev.ingot.api.service;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Body of creating or changing a service instance; null = not sent. Which parts may be sent depends on its type.
 *
 * @param type `managed` or `user-provided`
 * @param tags an empty list clears; so do empty `credentials` and empty URLs
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ServiceInstanceRequest(@Nullable String type, @Nullable String name, @Nullable List<@Nullable String> tags,
    @Nullable Map<String, @Nullable Object> parameters, @Nullable Map<String, @Nullable Object> credentials, @Nullable String syslogDrainUrl,
    @Nullable String routeServiceUrl, @Nullable MaintenanceInfo maintenanceInfo, @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Space and, for a managed one, plan. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne space, @Nullable ToOne servicePlan) {}

  /** The version of a plan's upkeep that an instance shall get. */
  public record MaintenanceInfo(@Nullable String version) {}
}
