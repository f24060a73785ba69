package dev.ingot.api.build;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What the detect phase of a build found (source: CNB platform spec, "Detector", and buildpack spec, "Build Plan").
 *
 * @param tried each buildpack whose `bin/detect` was asked, once
 * @param groups each group that was looked at, in order; the last one is the one that was taken, if any was
 * @param group what builds, in order; empty = no group passed
 * @param plan the resolved build plan
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Detection(List<Tried> tried, List<Group> groups, List<Member> group, List<Entry> plan) {
  /**
   * One buildpack's answer.
   *
   * @param verdict `passed`, `failed` (it is not its kind of app) or `error`
   * @param why it did not pass, in words; null when it passed
   * @param exitCode of `bin/detect`; null = it was not run to its end
   * @param output its last lines
   * @param options what it offers and wants, the first choice first; empty unless it passed
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Tried(String id, String version, String name, String verdict, @Nullable String why, @Nullable Integer exitCode, List<String> output,
      long millis, boolean extension, List<Option> options) {}

  /** Names a buildpack provides and requires; all of one option must be met. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Option(List<String> provides, List<String> requires) {}

  /** A group of the order. @param buildpacks `id@version`, with `?` behind optional ones; @param why it was not taken, null = it was */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Group(List<String> buildpacks, @Nullable String why) {}

  /** A buildpack that builds. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Member(String id, String version, String name) {}

  /** A name of the plan with who provides it, as `id@version`, and who wants it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Entry(String name, List<String> providers, List<Require> requires) {}

  /** @param buildpack `id@version`; @param metadata what it says about its wish, a JSON object as text; null = nothing */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Require(String buildpack, @Nullable String metadata) {}
}
