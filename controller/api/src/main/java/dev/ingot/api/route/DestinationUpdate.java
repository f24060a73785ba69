package dev.ingot.api.route;

import org.jspecify.annotations.Nullable;

/** Body of changing one destination: its protocol; null = as it is. */
public record DestinationUpdate(@Nullable String protocol) {}
