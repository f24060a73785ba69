package dev.ingot.api.stack;

import dev.ingot.api.common.Metadata;
import org.jspecify.annotations.Nullable;

/** Body of changing a stack: its metadata. */
public record StackRequest(@Nullable Metadata metadata) {}
