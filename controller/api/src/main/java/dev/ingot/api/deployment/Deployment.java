package dev.ingot.api.deployment;

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

/** A deployment as the API answers it (source: CF v3 API, "Deployments"). @param strategy `rolling` */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Deployment(String guid, Instant createdAt, Instant updatedAt, Status status, String strategy, Options options, Ref droplet,
    @Nullable Ref previousDroplet, List<Process> newProcesses, @Nullable Ref revision, Relationships relationships, Metadata metadata,
    Map<String, Link> links) {
  /** @param value ACTIVE or FINALIZED; @param reason DEPLOYING, DEPLOYED, CANCELED or SUPERSEDED */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Status(String value, String reason, Details details) {}

  /** When the status last changed. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Details(Instant lastStatusChange) {}

  /** @param maxInFlight as asked for; instances are replaced one index after the other */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Options(int maxInFlight) {}

  /** A process whose instances are replaced. */
  public record Process(String guid, String type) {}

  /** A deployment belongs to one app. */
  public record Relationships(ToOne app) {}
}
