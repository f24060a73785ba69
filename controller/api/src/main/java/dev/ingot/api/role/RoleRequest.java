package dev.ingot.api.role;

import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;

/** Body of giving a role: `type`, a user by guid or by name, and an org or a space. */
public record RoleRequest(@Nullable String type, @Nullable Relationships relationships) {
  /** Who gets it where. */
  public record Relationships(@Nullable UserRelationship user, @Nullable ToOne organization, @Nullable ToOne space) {}

  /** The user. */
  public record UserRelationship(@Nullable UserRef data) {}

  /** By guid, or by username; `origin` only when users of the same name exist in several. */
  public record UserRef(@Nullable String guid, @Nullable String username, @Nullable String origin) {}
}
