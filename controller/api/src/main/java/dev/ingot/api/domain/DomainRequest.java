package dev.ingot.api.domain;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a domain; `name` is required. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DomainRequest(@Nullable String name, @Nullable Boolean internal, @Nullable Ref routerGroup, @Nullable Relationships relationships,
    @Nullable Metadata metadata) {
  /** The org that shall own it; none = shared by all. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne organization, @Nullable ToMany sharedOrganizations) {}
}
