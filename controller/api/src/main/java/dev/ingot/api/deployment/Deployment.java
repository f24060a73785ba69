package dev.ingot.api.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A deployment as the API answers it (source: CF v3 API, "Deployments"). @param strategy `rolling` or `canary` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Deployment(String guid, Instant createdAt, Instant updatedAt, Status status, String strategy, Options options, Ref droplet,
    @Nullable Ref previousDroplet, List<Process> newProcesses, @Nullable Revision revision, Relationships relationships, Metadata metadata,
    Map<String, Link> links) {
  /**
   * @param value ACTIVE or FINALIZED
   * @param reason of ACTIVE: DEPLOYING, PAUSED, CANCELING; of FINALIZED: DEPLOYED, CANCELED, SUPERSEDED
   * @param canary only with the strategy `canary`
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Status(String value, String reason, Details details,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CanaryStatus canary) {}

  /**
   * @param lastSuccessfulHealthcheck when an instance of the deployment last became healthy, or the deployment began
   * @param error why it goes back by itself
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Details(Instant lastSuccessfulHealthcheck, Instant lastStatusChange,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {}

  /** Where a canary is. */
  public record CanaryStatus(Steps steps) {}

  /** @param current from 1 */
  public record Steps(int current, int total) {}

  /** As asked for; what was not asked for is null. @param maxInFlight instances that are made at once */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Options(int maxInFlight, @Nullable Integer webInstances, @Nullable Integer memoryInMb, @Nullable Integer diskInMb,
      @Nullable Long logRateLimitInBytesPerSecond, DeploymentRequest.@Nullable Canary canary) {}

  /** A process that takes over. */
  public record Process(String guid, String type) {}

  /** What the app is deployed as. */
  public record Revision(String guid, int version) {}

  /** A deployment belongs to one app. */
  public record Relationships(ToOne app) {}
}
