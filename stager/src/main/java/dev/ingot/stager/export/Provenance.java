package dev.ingot.stager.export;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.oci.document.SlsaProvenance;
import dev.ingot.oci.image.Digest;
import dev.ingot.stager.build.BuildResult;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** How a build made an image. Values of variables are not in it, their names are. */
final class Provenance {
  static final String BUILD_TYPE = "https://ingot.dev/build/cnb/v1";
  static final String BUILDER = "https://ingot.dev/builder/cell/v1";

  private Provenance() {}

  /** @param runImage what the app runs on, with its digest */
  static byte[] statement(Stage stage, BuildResult built, String runImage, Digest image, Instant started, Instant finished) {
    var provenance = new SlsaProvenance(stage.getTargetRepository(), image, BUILD_TYPE);
    var asked = provenance.external();
    asked.put("app", stage.getAppGuid()).put("appName", stage.getAppName()).put("stack", stage.getStack()).put("package", stage.getPackageDigest());
    var names = asked.putArray("buildpacks");
    stage.getBuildpacksList().forEach(names::add);
    var variables = asked.putArray("environmentNames");
    stage.getEnvMap().keySet().stream().sorted().forEach(variables::add);
    var internal = provenance.internal().put("platformApi", Exporter.PLATFORM_API).put("memoryBytes", stage.getMemoryBytes());
    var used = internal.putArray("buildpacks");
    built.outputs().forEach(o -> used.addObject().put("id", o.buildpack().id()).put("version", o.buildpack().version()).put("api", o.buildpack().apiText()));
    provenance.dependency("package", stage.getPackageDigest());
    provenance.dependency(stage.getBuildImage().getRepository(), stage.getBuildImage().getDigest());
    provenance.dependency(runImage.replaceFirst("@.*", ""), runImage.replaceFirst(".*@", ""));
    Set<String> taken = built.used().stream().map(StagedBuildpack::getId).collect(Collectors.toSet());
    for (StageBuildpack one : stage.getOrderList()) {
      if (taken.contains(one.getClassic() ? one.getName() : one.getId())) {
        provenance.dependency(one.getClassic() ? one.getName() : one.getId() + "@" + one.getVersion(), one.getDigest());
      }
    }
    return provenance.bytes(BUILDER, stage.getBuildGuid(), started, finished);
  }
}
