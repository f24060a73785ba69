package dev.ingot.api.common;

import org.jspecify.annotations.Nullable;

/** Body of turning a switch on or off; `enabled` is required. */
public record FeatureRequest(@Nullable Boolean enabled) {}
