package dev.ingot.controller.quota;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name` and `relationships.organization` required; `relationships` only then) or changing a space quota. */
public record SpaceQuotaRequest(@Nullable String name, LimitsRequest.@Nullable Apps apps, LimitsRequest.@Nullable Services services,
    LimitsRequest.@Nullable Routes routes, @Nullable Relationships relationships) {
  /** The org it is made in, and the spaces that get it. */
  public record Relationships(@Nullable ToOne organization, @Nullable ToMany spaces) {}
}
