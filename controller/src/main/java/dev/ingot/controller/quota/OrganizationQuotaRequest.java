package dev.ingot.controller.quota;

import dev.ingot.api.common.ToMany;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name` required; `relationships` only then) or changing an org quota. */
public record OrganizationQuotaRequest(@Nullable String name, LimitsRequest.@Nullable Apps apps, LimitsRequest.@Nullable Services services,
    LimitsRequest.@Nullable Routes routes, LimitsRequest.@Nullable Domains domains, @Nullable Relationships relationships) {
  /** The orgs that get it. */
  public record Relationships(@Nullable ToMany organizations) {}
}
