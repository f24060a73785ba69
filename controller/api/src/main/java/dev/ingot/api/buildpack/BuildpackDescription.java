package dev.ingot.api.buildpack;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a buildpack says of itself in its `buildpack.toml` (source: CNB buildpack spec, "buildpack.toml"). Texts of strangers: cut where too long.
 *
 * @param api of the buildpack API, `0.10`
 * @param licenses SPDX names, or addresses where it only gives these
 * @param settings from `[[metadata.configurations]]`, the table many buildpacks document their variables in
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BuildpackDescription(String api, @Nullable String name, @Nullable String description, @Nullable String homepage, List<String> licenses,
    List<String> targets, List<Setting> settings) {
  /** A variable. @param phase `build`, `launch` or `build, launch`; null = it does not say */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Setting(String name, @Nullable String description, @Nullable String standard, @Nullable String phase) {}
}
