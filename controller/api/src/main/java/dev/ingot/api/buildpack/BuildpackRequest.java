package dev.ingot.api.buildpack;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name` required) or changing (all but `lifecycle`) a buildpack; null = as it is. */
public record BuildpackRequest(@Nullable String name, @Nullable String stack, @Nullable Integer position, @Nullable Boolean enabled,
    @Nullable Boolean locked, @Nullable String lifecycle, @Nullable Metadata metadata) {}
