package dev.ingot.stager.export;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.stager.build.BuildResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;

/**
 * Says how an image came to be: an in-toto statement (v1) with a SLSA provenance (v1) as predicate. It is not signed. Values of variables
 * are not in it, their names are. Source: slsa.dev, "Provenance v1"; in-toto attestation framework, "Statement v1".
 */
final class Provenance {
  static final String BUILD_TYPE = "https://ingot.dev/build/cnb/v1";
  static final String BUILDER = "https://ingot.dev/builder/cell/v1";

  private Provenance() {}

  /** @param runImage what the app runs on, with its digest */
  static byte[] statement(Stage stage, BuildResult built, String runImage, Digest image, Instant started, Instant finished) {
    var json = OciJson.object();
    json.put("_type", "https://in-toto.io/Statement/v1");
    json.putArray("subject").addObject().put("name", stage.getTargetRepository()).putObject("digest").put(image.algorithm(), image.hex());
    json.put("predicateType", "https://slsa.dev/provenance/v1");
    var predicate = json.putObject("predicate");
    var definition = predicate.putObject("buildDefinition").put("buildType", BUILD_TYPE);
    var asked = definition.putObject("externalParameters");
    asked.put("app", stage.getAppGuid()).put("appName", stage.getAppName()).put("stack", stage.getStack()).put("package", stage.getPackageDigest());
    var names = asked.putArray("buildpacks");
    stage.getBuildpacksList().forEach(names::add);
    var variables = asked.putArray("environmentNames");
    stage.getEnvMap().keySet().stream().sorted().forEach(variables::add);
    var internal = definition.putObject("internalParameters").put("platformApi", Exporter.PLATFORM_API).put("memoryBytes", stage.getMemoryBytes());
    var used = internal.putArray("buildpacks");
    built.outputs().forEach(o -> used.addObject().put("id", o.buildpack().id()).put("version", o.buildpack().version()).put("api", o.buildpack().apiText()));
    var materials = definition.putArray("resolvedDependencies");
    material(materials, "package", stage.getPackageDigest());
    material(materials, stage.getBuildImage().getRepository(), stage.getBuildImage().getDigest());
    material(materials, runImage.replaceFirst("@.*", ""), runImage.replaceFirst(".*@", ""));
    for (StageBuildpack one : stage.getOrderList()) {
      if (!one.getDigest().isEmpty() && built.outputs().stream().anyMatch(o -> o.buildpack().id().equals(one.getId()))) {
        material(materials, one.getId() + "@" + one.getVersion(), one.getDigest());
      }
    }
    var run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", BUILDER);
    run.putObject("metadata").put("invocationId", stage.getBuildGuid()).put("startedOn", started.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("finishedOn", finished.truncatedTo(ChronoUnit.SECONDS).toString());
    return OciJson.bytes(json);
  }

  private static void material(ArrayNode list, String name, String digest) {
    if (Digest.isDigest(digest)) {
      Digest known = Digest.of(digest);
      list.addObject().put("name", name).putObject("digest").put(known.algorithm(), known.hex());
    }
  }
}
