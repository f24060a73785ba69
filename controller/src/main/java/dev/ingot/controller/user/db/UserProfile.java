package dev.ingot.controller.user.db;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a user beside its name; null = nothing.
 *
 * @param externalId who it is at the provider of its origin
 * @param active false: it cannot log in, its tokens are worthless
 */
public record UserProfile(@Nullable String givenName, @Nullable String familyName, @Nullable String email, @Nullable String phone,
    @Nullable String externalId, boolean active, boolean verified) {
  /** Nothing known. */
  public static final UserProfile EMPTY = new UserProfile(null, null, null, null, null, true, true);
}
