package dev.ingot.api.quota;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToMany;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** An org quota as the API answers it (source: CF v3 API, "Organization Quotas"). Limits that are null are unlimited. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OrganizationQuota(String guid, Instant createdAt, Instant updatedAt, String name, Apps apps, Services services, Routes routes,
    Domains domains, Relationships relationships, Map<String, Link> links) {
  /** Memory in MB, log rate in bytes per second. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Apps(@Nullable Long totalMemoryInMb, @Nullable Long perProcessMemoryInMb, @Nullable Integer totalInstances,
      @Nullable Integer perAppTasks, @Nullable Long logRateLimitInBytesPerSecond) {}

  /** Services. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Services(boolean paidServicesAllowed, @Nullable Integer totalServiceInstances, @Nullable Integer totalServiceKeys) {}

  /** Routes. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Routes(@Nullable Integer totalRoutes, @Nullable Integer totalReservedPorts) {}

  /** Private domains. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Domains(@Nullable Integer totalDomains) {}

  /** The orgs that have it, those that the caller may see. */
  public record Relationships(ToMany organizations) {}
}
