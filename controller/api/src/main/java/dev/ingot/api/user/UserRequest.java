package dev.ingot.api.user;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of making a user known: either `guid`, or `username` and `origin`. */
public record UserRequest(@Nullable String guid, @Nullable String username, @Nullable String origin, @Nullable Metadata metadata) {}
