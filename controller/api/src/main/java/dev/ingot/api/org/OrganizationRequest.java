package dev.ingot.api.org;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name` required) or changing an org; what is null stays as it is. */
public record OrganizationRequest(@Nullable String name, @Nullable Boolean suspended, @Nullable Metadata metadata) {}
