package dev.ingot.api.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Body of `PUT /internal/stacks/{name}`: the images of a stack in our registry (docs/explanation/processes.md).
 *
 * @param tinyOf name of the stack whose apps get this run image where their programs need nothing of the other; null = it is none like that
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StackImages(@Nullable String description, @Nullable Image build, @Nullable Image run, @Nullable String tinyOf) {
  /** An image by repository (`stacks/debian/run`) and digest (`sha256:…`). */
  public record Image(@Nullable String repository, @Nullable String digest) {}
}
