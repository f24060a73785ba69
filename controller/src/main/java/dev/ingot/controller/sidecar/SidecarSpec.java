package dev.ingot.controller.sidecar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of a sidecar; null = not said, so as it is. @param memoryMb MiB */
public record SidecarSpec(@Nullable String name, @Nullable String command, @Nullable List<? extends @Nullable String> processTypes,
    @Nullable Integer memoryMb) {}
