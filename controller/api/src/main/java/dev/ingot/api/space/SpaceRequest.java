package dev.ingot.api.space;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name`, `relationships.organization` required) or changing a space; what is null stays as it is. */
public record SpaceRequest(@Nullable String name, @Nullable Relationships relationships, @Nullable Metadata metadata) {
  /** The org to create it in. */
  public record Relationships(@Nullable ToOne organization) {}
}
