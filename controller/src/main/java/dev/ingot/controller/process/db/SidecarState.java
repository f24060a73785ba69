package dev.ingot.controller.process.db;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sidecar as it was, for what keeps it: revisions, and processes that retire. @param memoryMb MiB, null = no part of its own */
public record SidecarState(String name, String command, List<String> processTypes, @Nullable Integer memoryMb) {}
