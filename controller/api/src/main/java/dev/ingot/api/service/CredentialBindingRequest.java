package dev.ingot.api.service;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Body of creating a credential binding (of changing one: `metadata` only); null = not sent.
 *
 * @param type `app` or `key`
 * @param strategy `single` (default) or `multiple` bindings of one app to one service instance
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CredentialBindingRequest(@Nullable String type, @Nullable String name, @Nullable Map<String, @Nullable Object> parameters,
    @Nullable String strategy, @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** Who shall be bound to what. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Relationships(@Nullable ToOne app, @Nullable ToOne serviceInstance) {}
}
