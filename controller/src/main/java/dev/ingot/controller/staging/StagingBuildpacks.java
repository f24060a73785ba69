package dev.ingot.controller.staging;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Buildpacks as builds need them. Calls join the caller's transaction. */
public interface StagingBuildpacks {
  /** All with bits, first tried first. */
  List<Row> all();

  /** Other names: plain name or address → id or name of a buildpack. */
  Map<String, String> aliases();

  /** A stack with all its names. @param asked by the app; null = none @param resolved the one the build has, or an alias of it */
  BuildStack stack(@Nullable String asked, String resolved);

  /**
   * @param stack the only stack it is for; null = any
   * @param kind `system`, `cnb` or `classic`
   * @param digest of its zip; null for `system`
   * @param id as its buildpack.toml says; null for `classic`
   */
  record Row(String name, @Nullable String stack, boolean enabled, String kind, @Nullable String digest, @Nullable String id, @Nullable String version) {}
}
