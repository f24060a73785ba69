package dev.ingot.stager.build;

import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.api.cell.v1.StagedSidecar;
import dev.ingot.stager.buildpack.Buildpack;
import java.util.List;
import java.util.Map;

/** What all buildpacks of the group left. @param used those buildpacks as users know them @param sidecars processes beside others */
public record BuildResult(List<Output> outputs, Map<String, LaunchProcess> processes, String defaultProcess, Map<String, String> labels, List<List<String>> slices,
    List<StagedBuildpack> used, List<StagedSidecar> sidecars) {
  /** Of Cloud Native Buildpacks, which know no sidecars. */
  public BuildResult(List<Output> outputs, Map<String, LaunchProcess> processes, String defaultProcess, Map<String, String> labels, List<List<String>> slices) {
    this(outputs, processes, defaultProcess, labels, slices, outputs.stream().map(output -> StagedBuildpack.newBuilder().setId(output.buildpack().id())
        .setVersion(output.buildpack().version()).setName(output.buildpack().name()).build()).toList(), List.of());
  }

  /** Whether every buildpack of the group says that what it made needs nothing but a tiny run image. */
  public boolean fitsTinyRunImage() {
    return !outputs.isEmpty() && outputs.stream().allMatch(Output::tiny);
  }

  /** What one buildpack left; `store` is carried to the next build. @param tiny it says that its programs need nothing of the run image */
  public record Output(Buildpack buildpack, List<BuiltLayer> layers, Map<String, Object> store, boolean tiny) {
    /** Of one that says nothing of run images. */
    public Output(Buildpack buildpack, List<BuiltLayer> layers, Map<String, Object> store) {
      this(buildpack, layers, store, false);
    }
  }
}
