package dev.ingot.api.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How an app is staged and run (source: CF v3 API, "Lifecycles").
 *
 * @param type `buildpack`, `cnb` or `docker`
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Lifecycle(@Nullable String type, @Nullable Data data) {
  /** @param buildpacks empty or null = detect; @param stack name, null = the default stack. Both are left out for `docker` */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Data(@Nullable List<String> buildpacks, @Nullable String stack) {}
}
