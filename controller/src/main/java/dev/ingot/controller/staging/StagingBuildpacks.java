package dev.ingot.controller.staging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buildpacks as builds need them. Calls join the caller's transaction. */
public interface StagingBuildpacks {
  /** All with bits, first tried first. */
  List<Row> all();

  /**
   * @param stack the only stack it is for; null = any
   * @param kind `system`, `cnb` or `classic`
   * @param digest of its zip; null for `system`
   * @param id as its buildpack.toml says; null for `classic`
   */
  record Row(String name, @Nullable String stack, boolean enabled, String kind, @Nullable String digest, @Nullable String id, @Nullable String version) {}
}
