package dev.ingot.api.revision;

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

/**
 * What an app was at one start (source: CF v3 API, "Revisions").
 *
 * @param version from 1, per app
 * @param processes type → the user's own command, null where the droplet's is used
 * @param deployable false once the droplet is gone
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Revision(String guid, Instant createdAt, Instant updatedAt, int version, Ref droplet, Map<String, Process> processes,
    List<Sidecar> sidecars, String description, boolean deployable, Relationships relationships, Metadata metadata, Map<String, Link> links) {
  /** A process type of the app. */
  public record Process(@Nullable String command) {}

  /** A process beside others in their container. Memory in MiB, null = no limit of its own. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Sidecar(String name, String command, List<String> processTypes, @Nullable Integer memoryInMb) {}

  /** A revision belongs to one app. */
  public record Relationships(ToOne app) {}
}
