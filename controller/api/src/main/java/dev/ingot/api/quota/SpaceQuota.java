package dev.ingot.api.quota;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A space quota as the API answers it (source: CF v3 API, "Space Quotas"). Limits that are null are unlimited. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SpaceQuota(String guid, Instant createdAt, Instant updatedAt, String name, OrganizationQuota.Apps apps, OrganizationQuota.Services services,
    OrganizationQuota.Routes routes, Relationships relationships, Map<String, Link> links) {
  /** The org it is of, and the spaces that have it, those that the caller may see. */
  public record Relationships(ToOne organization, ToMany spaces) {}
}
