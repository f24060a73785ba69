package dev.ingot.stager.build;

import dev.ingot.stager.buildpack.Buildpack;
import java.util.List;
import java.util.Map;

/** What all buildpacks of the group left. */
public record BuildResult(List<Output> outputs, Map<String, LaunchProcess> processes, String defaultProcess, Map<String, String> labels, List<List<String>> slices) {
  /** What one buildpack left; `store` is carried to the next build. */
  public record Output(Buildpack buildpack, List<BuiltLayer> layers, Map<String, Object> store) {}
}
