package dev.ingot.api.stack;

import org.jspecify.annotations.Nullable;

/** Body of `PUT /internal/stacks/{name}`: the images of a stack in our registry (docs/explanation/processes.md). */
public record StackImages(@Nullable String description, @Nullable Image build, @Nullable Image run) {
  /** An image by repository (`stacks/debian/run`) and digest (`sha256:…`). */
  public record Image(@Nullable String repository, @Nullable String digest) {}
}
