package dev.ingot.api.buildpack;

import org.jspecify.annotations.Nullable;

/**
 * An element of `PUT /internal/buildpacks`: one of the buildpacks that lie on every cell (docs/explanation/processes.md), first tried first.
 *
 * @param toml the text of its buildpack.toml; null = nothing is known but its id
 */
public record SystemBuildpack(@Nullable String id, @Nullable String version, @Nullable String toml) {}
