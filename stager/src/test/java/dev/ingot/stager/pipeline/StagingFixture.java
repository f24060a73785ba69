package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Stages apps for real: commands of buildpacks in a mount namespace, a registry over HTTP, a cache that stays. */
abstract class StagingFixture {
  @TempDir Path dir;
  TestRegistry server;
  RegistryClient registry;
  String runDigest = "";
  /** Digest of the tiny run image that the stack has; "" = none. */
  String tinyDigest = "";
  int builds;
  int seconds = 60;
  Map<String, Path> uploaded = Map.of();
  List<StageBuildpack> order = List.of();
  Map<String, String> env = Map.of("MY_VAR", "mine");
  boolean detectOnly;
  /** Files of the app that are no text. */
  Map<String, Path> extra = Map.of();
  PhaseLimits limits = PhaseLimits.DEFAULT;
  final List<String> log = new ArrayList<>();
  final List<String> offered = new ArrayList<>();
  /** Changes what the controller asked for. */
  UnaryOperator<Stage.Builder> asked = stage -> stage;
  dev.ingot.stager.export.LocalLayers local = (layer, file) -> offered.add(layer.diffId().value() + " " + Files.exists(file));

  @BeforeEach
  void stack() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root || Boolean.getBoolean("ingot.it.required"), "chroot and mounts need root");
    server = new TestRegistry();
    registry = new RegistryClient(server.origin(), null);
    Path tar = dir.resolve("stack.tar");
    try (var writer = LayerTarWriter.plain(Files.newOutputStream(tar))) {
      writer.file("/etc/os-release", 0644, Owner.ROOT, "ID=debian\n".getBytes());
      writer.finish();
    }
    var config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withEnv(Map.of("PATH", "/usr/bin:/bin"))
        .withLabels(Map.of("io.buildpacks.stack.id", "test", "io.buildpacks.base.distro.name", "debian", "io.buildpacks.base.distro.version", "13"));
    runDigest = ImageFromTar.push(registry, "stacks/test/run", "latest", tar, config).value();
    ImageFromTar.push(registry, "stacks/test/build", "latest", tar, config);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      registry.close();
      server.close();
    }
  }

  /** The registry of an image; all are in one. */
  RegistryClient registryOf(Image image) throws IOException {
    return registry;
  }

  StagedDroplet staged(StagingResult result) {
    assertThat(result.hasStaged()).as("%s %s", result.getFailed(), log).isTrue();
    return result.getStaged();
  }

  static List<String> diffIds(StagedDroplet droplet) {
    return droplet.getLayersList().stream().map(StagedLayer::getDiffId).toList();
  }

  StagingResult stage(Map<String, String> files, String previous, String... buildpacks) throws IOException {
    log.clear();
    Path zip = dir.resolve("app" + ++builds + ".zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes());
      }
      for (var file : extra.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        Files.copy(file.getValue(), out);
      }
    }
    var stage = asked.apply(Stage.newBuilder().setBuildGuid("build-" + builds).setStack("test").addAllBuildpacks(List.of(buildpacks)).addAllOrder(order).putAllEnv(env).setDetectOnly(detectOnly)
        .setBuildImage(Image.newBuilder().setRepository("stacks/test/build").setDigest("latest"))
        .setRunImage(Image.newBuilder().setRepository("stacks/test/run").setDigest(runDigest))
        .setTinyStack("test-tiny").setTinyRunImage(Image.newBuilder().setRepository("stacks/test-tiny/run").setDigest(tinyDigest))
        .setPreviousImage(Image.newBuilder().setRepository("apps/a").setDigest(previous))
        .setTargetRepository("apps/a").setTargetTag("build-" + builds).setTimeoutSeconds(seconds)).build();
    Path work = Files.createDirectory(dir.resolve("work" + builds));
    return new Stager(limits).stage(new StagingRequest(stage, work, dir.resolve("cache"), dir.resolve("buildpacks"), uploaded, this::registryOf, zip, local), new LocalSandboxes(),
        (error, line) -> log.add(line));
  }

  void buildpack(String id, String api, String build) throws IOException {
    Path bin = Files.createDirectories(dir.resolve("buildpacks/" + id.replace('/', '_') + "/1.0.0/bin"));
    Files.writeString(bin.resolveSibling("buildpack.toml"), "api = \"" + api + "\"\n[buildpack]\nid = \"" + id + "\"\nversion = \"1.0.0\"\n");
    script(bin.resolve("detect"), "exit 0\n");
    script(bin.resolve("build"), build);
  }

  /** The hand-written buildpacks of `src/test/resources/cnb`. */
  void resources() throws IOException {
    Path from = Path.of("src/test/resources/cnb");
    try (var all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path to = dir.resolve("buildpacks").resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
        Files.setAttribute(to, "unix:mode", file.getParent().endsWith("bin") ? 0755 : 0644);
      }
    }
  }

  static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setAttribute(file, "unix:mode", 0755);
  }
}
