package dev.ingot.api.build;

import dev.ingot.api.common.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a build went, `GET /v3/builds/:guid/report`: an extension of ours, CF's build says only its state and error (decision 0044).
 *
 * @param state STAGING, STAGED, FAILED
 * @param detectOnly it ends after detection and makes no droplet
 * @param timings of the phases that ran, in order; empty while it runs
 * @param detection null = nothing was detected: it still runs, failed before, or needs no detection
 * @param failure null unless FAILED
 * @param image null unless it made a droplet that still exists
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BuildReport(Ref build, String state, boolean detectOnly, List<Timing> timings, @Nullable Detection detection, @Nullable Failure failure,
    @Nullable Image image) {
  /** How long a phase took. A phase may come more than once. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Timing(String phase, long millis) {}

  /**
   * Why it failed.
   *
   * @param code `NoAppDetectedError`, `BuildpackCompileFailed`, … as the build's `error` begins
   * @param buildpack null = none was at work
   * @param exitCode of the buildpack; null = none
   * @param remedy what to do; null = nobody knows
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Failure(String code, @Nullable String phase, @Nullable String buildpack, String reason, @Nullable Integer exitCode, List<String> lastLines,
      @Nullable String remedy) {}

  /** The droplet's image. @param sizeInBytes of all layers, compressed; null = not known */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Image(Ref droplet, @Nullable Long sizeInBytes, List<Layer> layers) {}

  /** A layer, the lowest first. @param reused no byte of it was sent by this build */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Layer(String createdBy, String diffId, String digest, long sizeInBytes, boolean reused) {}
}
