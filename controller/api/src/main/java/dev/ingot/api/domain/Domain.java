package dev.ingot.api.domain;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** A domain as the API answers it (source: CF v3 API, "Domains"). `relationships.organization.data` is null for a shared one. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Domain(String guid, Instant createdAt, Instant updatedAt, String name, boolean internal, @Nullable Ref routerGroup,
    List<String> supportedProtocols, Metadata metadata, Relationships relationships, Map<String, Link> links) {
  /** The org that owns it, and those that may use it too. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(ToOne organization, ToMany sharedOrganizations) {}
}
