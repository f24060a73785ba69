package dev.ingot.stager.build;

import java.util.Map;

/** A layer as its `<layer>.toml` says. */
public record BuiltLayer(String name, boolean launch, boolean build, boolean cache, Map<String, Object> metadata) {}
