package dev.ingot.api.segment;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of creating (`name` required) or changing an isolation segment; what is null stays as it is. */
public record IsolationSegmentRequest(@Nullable String name, @Nullable Metadata metadata) {}
