package dev.ingot.cli.manifest;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line says over the manifest; null, empty and false mean: nothing said. */
public record Overrides(@Nullable String name, @Nullable Path path, List<String> buildpacks, @Nullable String command, @Nullable Integer instances,
    @Nullable String memory, @Nullable String disk, @Nullable String healthCheckType, @Nullable String endpoint, boolean noRoute, boolean randomRoute) {

  /** Whether anything is said that only makes sense for one app. */
  boolean forOneApp() {
    return path != null || !buildpacks.isEmpty() || command != null || instances != null || memory != null || disk != null
        || healthCheckType != null || endpoint != null || noRoute || randomRoute;
  }
}
