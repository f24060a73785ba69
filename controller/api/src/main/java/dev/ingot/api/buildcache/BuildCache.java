package dev.ingot.api.buildcache;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What cells keep between the builds of an app, `GET /v3/apps/:guid/buildpack_cache`: an extension of ours (decision 0044).
 *
 * @param cells those that hold something of the app, and those that may but did not answer; sorted by cell
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BuildCache(List<OnCell> cells) {
  /**
   * One cell's part.
   *
   * @param state `HELD`, or `AWAY`: it staged the app once, and cannot be asked now
   * @param sizeInBytes on disk; null when AWAY
   * @param usedAt when a build opened it last; null when AWAY or not known
   * @param inUse a build works with it now: what it took out is not counted
   * @param outdated it was cleared while the cell was away, or in use: it is thrown away before the next build
   * @param problem why it cannot be told; null = it was
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record OnCell(String cell, String state, @Nullable Long sizeInBytes, @Nullable Instant usedAt, boolean inUse, boolean outdated, List<Layer> layers,
      @Nullable String problem) {}

  /** A cached layer, `<buildpack>/<layer>`. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Layer(String name, long sizeInBytes) {}
}
