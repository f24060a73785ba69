package dev.ingot.stager.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerFiles;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.layer.Trees;
import dev.ingot.oci.registry.ImageFromTar;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.analyze.StackImages;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.BuiltLayer;
import dev.ingot.stager.build.LaunchProcess;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.buildpack.Target;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.pipeline.TestRegistry;
import dev.ingot.stager.sbom.OsPackages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** buildpacks-and-images.md §1.12, §2.4, §2.5: what an exported image is made of, read back from a registry. */
@Timeout(60)
class ExporterIT {
  private static final String REPOSITORY = "apps/a";

  @TempDir Path dir;
  private TestRegistry server;
  private RegistryClient registry;
  private Workspace workspace;
  private Digest runImage;
  private final List<String> log = new ArrayList<>();
  private final TreeMap<String, LaunchProcess> processes = new TreeMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<List<String>> slices = new ArrayList<>();
  private final List<BuildResult.Output> outputs = new ArrayList<>();
  private String previous = "";
  private int builds;

  @BeforeEach
  void open() throws IOException {
    server = new TestRegistry();
    registry = new RegistryClient(server.origin(), null);
    Path tar = dir.resolve("run.tar");
    try (var writer = LayerTarWriter.plain(Files.newOutputStream(tar))) {
      writer.file("/var/lib/dpkg/status", 0644, Owner.ROOT, "Package: base\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n".getBytes());
      writer.finish();
    }
    var config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("1234:2000").withEnv(Map.of("PATH", "/bin", "FROM_BASE", "yes"))
        .withLabels(Map.of("io.buildpacks.base.distro.name", "debian", "io.buildpacks.rebasable", "true"));
    // what Jib cannot carry is assembled by ourselves, which takes a tenth of the time; AssemblersIT says that both make the same
    config = ImageConfig.parse(new String(config.toBytes()).replace("\"config\":{", "\"config\":{\"StopSignal\":\"SIGTERM\",").getBytes());
    runImage = ImageFromTar.push(registry, "stacks/s/run", "latest", tar, config);
    workspace();
    outputs.add(new BuildResult.Output(buildpack("acme/one", "application/vnd.cyclonedx+json", "application/spdx+json"),
        List.of(layer("b", true, true, false), layer("z", false, true, true)), Map.of("kept", "yes")));
    outputs.add(new BuildResult.Output(buildpack("acme/two"), List.of(layer("a", true, false, false)), Map.of()));
    fill("acme_one/b/bin/tool", "b");
    fill("acme_one/z/x", "z");
    fill("acme_two/a/x", "a");
    processes.put("web", new LaunchProcess("web", List.of("serve"), List.of("--fast"), true, "/home/vcap/app/sub", "acme/two", 9));
  }

  @AfterEach
  void close() {
    registry.close();
    server.close();
  }

  @Test
  void layers_inTheSpecsOrder_withItsTexts() throws Exception {
    fill("acme_one/b.sbom.cdx.json", "{\"components\":[]}");
    slices.add(List.of("static/*"));
    app("static/logo.png", "png");
    app("app.js", "js");
    var config = config(export());
    assertThat(config.createdBy()).containsExactly("Root file system run.tar", "Layer: 'b', Created by buildpack: acme/one@1.2.3",
        "Layer: 'a', Created by buildpack: acme/two@1.2.3", "Software Bill-of-Materials", "Application Slice: 1", "Application Slice: 2",
        "Buildpacks Application Launcher", "Buildpacks Launcher Config", "Buildpacks Process Types");
    assertThat(config.diffIds()).hasSize(9);
    assertThat(files(4)).containsExactly("home/vcap/app/static/logo.png");
    assertThat(files(5)).containsExactly("home/vcap/app/app.js");
    assertThat(files(3)).containsExactly("layers/sbom/launch/acme_one/b/sbom.cdx.json");
    assertThat(files(1)).containsExactly("layers/acme_one/b/bin/tool");
    assertThat(files(7)).containsExactlyInAnyOrder("layers/config/launch.sh", "layers/config/metadata.toml");
    assertThat(OciJson.object(config.toBytes(), "config").path("history").valueStream().map(h -> h.path("created").asString()).skip(1)).containsOnly("1980-01-01T00:00:01Z");
  }

  @Test
  void labels_haveEveryFieldOfTheReference() throws Exception {
    fill("acme_one/launch.sbom.spdx.json", "{}");
    labels.put("of.a.buildpack", "x");
    Files.writeString(workspace.app().resolve("project.toml"), "[_]\nschema-version = \"0.2\"\nversion = \"7\"\nsource-url = \"https://example.com/x\"\n");
    var config = config(export());
    var ids = config.diffIds().stream().map(Digest::value).toList();
    assertThat(label(config, "io.buildpacks.lifecycle.metadata")).isEqualTo(OciJson.tree(map("buildpacks", List.of(
        map("key", "acme/one", "version", "1.2.3", "layers", Map.of("b", map("sha", ids.get(1), "data", Map.of("of", "b"), "build", true, "launch", true, "cache", false)),
            "store", Map.of("metadata", Map.of("kept", "yes"))),
        map("key", "acme/two", "version", "1.2.3", "layers", Map.of("a", map("sha", ids.get(2), "data", Map.of("of", "a"), "build", false, "launch", true, "cache", false)))),
        "sbom", Map.of("sha", ids.get(3)), "app", List.of(Map.of("sha", ids.get(4))), "launcher", Map.of("sha", ids.get(5)), "config", Map.of("sha", ids.get(6)),
        "process-types", Map.of("sha", ids.get(7)), "runImage", map("topLayer", ids.get(0), "reference", "stacks/s/run@" + runImage, "image", "stacks/s/run"),
        "stack", Map.of("runImage", Map.of("image", "stacks/s/run")), "exec-env", "production")));
    var build = label(config, "io.buildpacks.build.metadata");
    assertThat(build.path("processes")).isEqualTo(OciJson.tree(List.of(map("type", "web", "command", List.of("serve"), "args", List.of("--fast"), "direct", true,
        "working-dir", "/home/vcap/app/sub", "buildpackID", "acme/two"))));
    assertThat(build.path("buildpacks")).isEqualTo(OciJson.tree(List.of(map("id", "acme/one", "version", "1.2.3", "homepage", "home"), map("id", "acme/two", "version", "1.2.3", "homepage", "home"))));
    assertThat(build.path("launcher").path("version").asString()).isNotEmpty();
    assertThat(build.path("buildpack-default-process-type").asString()).isEqualTo("web");
    assertThat(label(config, "io.buildpacks.project.metadata")).isEqualTo(OciJson.tree(Map.of("source", map("type", "project", "version", Map.of("declared", "7"),
        "metadata", Map.of("url", "https://example.com/x")))));
    assertThat(config.labels()).containsEntry("of.a.buildpack", "x").containsEntry("io.buildpacks.exec-env", "production")
        .containsEntry("io.buildpacks.base.distro.name", "debian").containsEntry("io.buildpacks.rebasable", "true");
  }

  @Test
  void config_isTheRunImagesWithOurs() throws Exception {
    var config = config(export());
    assertThat(config.env()).isEqualTo(Map.of("PATH", "/cnb/process:/cnb/lifecycle:/bin", "FROM_BASE", "yes", "CNB_LAYERS_DIR", "/layers", "CNB_APP_DIR", "/home/vcap/app",
        "CNB_PLATFORM_API", Exporter.PLATFORM_API, "CNB_DEPRECATION_MODE", "quiet"));
    assertThat(config.workingDirectory()).isEqualTo("/home/vcap/app");
    assertThat(config.user()).isEqualTo("1234:2000");
    assertThat(config.cmd()).isEmpty();
    assertThat(config.field("/created")).isEqualTo("1980-01-01T00:00:01Z");
  }

  @Test
  void process_defaultElseWebElseLauncher() throws Exception {
    processes.put("worker", new LaunchProcess("worker", List.of("work"), List.of(), true, "", "acme/two", 12, List.of("production")));
    assertThat(config(export("worker")).entrypoint()).containsExactly("/cnb/process/worker");
    workspaceAgain();
    assertThat(config(export("")).entrypoint()).containsExactly("/cnb/process/web");
    processes.clear();
    workspaceAgain();
    var none = config(export(""));
    assertThat(none.entrypoint()).containsExactly("/cnb/lifecycle/launcher");
    assertThat(none.createdBy()).doesNotContain("Buildpacks Process Types");
    assertThat(label(none, "io.buildpacks.lifecycle.metadata").has("process-types")).isFalse();
  }

  @Test
  void layerWithoutADirectory_isTheLastImages_alsoWithOtherMetadata_andNoByteIsSent() throws Exception {
    StagedDroplet first = export();
    previous = first.getImage().getDigest();
    server.sent.clear();
    workspaceAgain();
    Trees.delete(workspace.layers().resolve("acme_one/b"));
    outputs.set(0, new BuildResult.Output(outputs.get(0).buildpack(), List.of(new BuiltLayer("b", true, true, false, Map.of("changed", 5L))), Map.of()));
    StagedDroplet second = export();
    assertThat(second.getLayersList()).allMatch(StagedLayer::getReused);
    assertThat(second.getLayersList().get(1).getDiffId()).isEqualTo(first.getLayersList().get(1).getDiffId());
    var data = label(config(second), "io.buildpacks.lifecycle.metadata").path("buildpacks").get(0).path("layers").path("b").path("data");
    assertThat(data.path("changed").asInt()).isEqualTo(5);
    var sizes = registry.getManifest(REPOSITORY, second.getImage().getDigest()).layers().stream().map(dev.ingot.oci.image.Descriptor::digest).map(Digest::value).toList();
    assertThat(server.sent).doesNotContainAnyElementsOf(sizes);
  }

  @Test
  void layerWithoutADirectory_andNothingToReuse_orCached_fails() throws Exception {
    Trees.delete(workspace.layers().resolve("acme_two/a"));
    assertThatThrownBy(this::export).isInstanceOf(StageException.class).hasMessageContaining("'a' has no content");
    workspaceAgain();
    fill("acme_two/a/x", "a");
    previous = export().getImage().getDigest();
    workspaceAgain();
    Trees.delete(workspace.layers().resolve("acme_two/a"));
    outputs.set(1, new BuildResult.Output(outputs.get(1).buildpack(), List.of(layer("a", true, false, true)), Map.of()));
    assertThatThrownBy(this::export).isInstanceOf(StageException.class).hasMessageContaining("'a' has no content");
  }

  @Test
  void layerThatIsALinkOrAFile_isNotFollowed() throws Exception {
    Trees.delete(workspace.layers().resolve("acme_two/a"));
    Files.createSymbolicLink(workspace.layers().resolve("acme_two/a"), Path.of("/etc"));
    assertThatThrownBy(this::export).isInstanceOf(StageException.class).hasMessageContaining("'a' has no content");
    workspaceAgain();
    Files.delete(workspace.layers().resolve("acme_two/a"));
    Files.writeString(workspace.layers().resolve("acme_two/a"), "file");
    assertThatThrownBy(this::export).isInstanceOf(StageException.class).hasMessageContaining("'a' has no content");
    workspaceAgain();
    Trees.delete(workspace.layers().resolve("acme_two"));
    Files.createSymbolicLink(workspace.layers().resolve("acme_two"), Path.of("/"));
    outputs.set(1, new BuildResult.Output(outputs.get(1).buildpack(), List.of(layer("etc", true, false, false)), Map.of()));
    assertThatThrownBy(this::export).as("a swapped directory of the whole buildpack").isInstanceOf(StageException.class);
  }

  @Test
  void sbomsOfTheImage_comeBackWithTheNextBuild() throws Exception {
    fill("acme_one/b.sbom.cdx.json", "{\"components\":[{\"name\":\"jre\",\"version\":\"25\",\"purl\":\"pkg:generic/jre@25\"}]}");
    fill("acme_one/build.sbom.cdx.json", "{\"components\":[{\"name\":\"not\",\"purl\":\"pkg:generic/launched\"}]}");
    fill("acme_one/z.sbom.cdx.json", "{}");
    StagedDroplet droplet = export();
    var read = PreviousImage.read(registry, REPOSITORY, droplet.getImage().getDigest());
    var names = new ArrayList<String>();
    read.sboms(dir.resolve("scratch"), (name, content) -> names.add(name));
    assertThat(names).as("not those of layers only of the build").containsExactly("acme_one/b/sbom.cdx.json");
    assertThat(dir.resolve("scratch")).doesNotExist();
  }

  @Test
  void sbomAndProvenance_referToTheImage_onceForEqualImages() throws Exception {
    app("package-lock.json", "{\"packages\":{\"node_modules/express\":{\"version\":\"4.19.2\"}}}");
    fill("acme_one/b.sbom.cdx.json", "{\"components\":[{\"name\":\"jre\",\"version\":\"25\",\"purl\":\"pkg:generic/jre@25\"}]}");
    StagedDroplet droplet = export();
    Digest image = Digest.of(droplet.getImage().getDigest());
    var found = new HashMap<String, JsonNode>();
    for (var one : registry.referrers(REPOSITORY, image)) {
      Manifest manifest = registry.getManifest(REPOSITORY, one.digest().value());
      String type = one.other().get("artifactType").asString();
      assertThat(manifest.layers()).hasSize(1).first().extracting(dev.ingot.oci.image.Descriptor::mediaType).isEqualTo(type);
      assertThat(manifest.config().mediaType()).isEqualTo("application/vnd.oci.empty.v1+json");
      found.put(type, OciJson.object(registry.getSmallBlob(REPOSITORY, manifest.layers().getFirst().digest(), 1 << 20), type));
    }
    assertThat(found).containsOnlyKeys("application/vnd.cyclonedx+json", "application/vnd.in-toto+json");
    assertThat(found.get("application/vnd.cyclonedx+json").path("components").valueStream().map(c -> c.path("purl").asString()))
        .containsExactly("pkg:deb/debian/base@1?arch=all", "pkg:generic/jre@25", "pkg:npm/express@4.19.2");
    assertThat(found.get("application/vnd.cyclonedx+json").at("/metadata/component/version").asString()).isEqualTo(image.value());
    var statement = found.get("application/vnd.in-toto+json");
    assertThat(statement.path("_type").asString()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.path("predicateType").asString()).isEqualTo("https://slsa.dev/provenance/v1");
    assertThat(statement.at("/subject/0/digest/sha256").asString()).isEqualTo(image.hex());
    assertThat(statement.at("/predicate/buildDefinition/resolvedDependencies").valueStream().map(d -> d.path("name").asString() + " " + d.at("/digest/sha256").asString()))
        .contains("package " + "1".repeat(64), "stacks/s/run " + runImage.hex());
    assertThat(statement.at("/predicate/runDetails/metadata/invocationId").asString()).isEqualTo("build-1");
    assertThat(statement.toString()).as("values of variables").doesNotContain("secret").contains("MY_VAR");

    previous = image.value();
    workspaceAgain();
    assertThat(export().getImage().getDigest()).isEqualTo(image.value());
    assertThat(registry.referrers(REPOSITORY, image)).hasSize(2);
  }

  private StagedDroplet export() throws Exception {
    return export("web");
  }

  private StagedDroplet export(String defaultProcess) throws Exception {
    builds++;
    var stage = Stage.newBuilder().setBuildGuid("build-" + builds).setAppGuid("a").setStack("s").setPackageDigest("sha256:" + "1".repeat(64))
        .putEnv("MY_VAR", "secret").setBuildImage(Image.newBuilder().setRepository("stacks/s/run").setDigest(runImage.value()))
        .setRunImage(Image.newBuilder().setRepository("stacks/s/run").setDigest(runImage.value()))
        .setPreviousImage(Image.newBuilder().setRepository(REPOSITORY).setDigest(previous)).setTargetRepository(REPOSITORY).setTargetTag("build-" + builds).build();
    var exporter = new Exporter(workspace, registry, stage, StackImages.read(image -> registry, stage), PreviousImage.read(registry, REPOSITORY, previous),
        new VolumeCache(dir.resolve("cache")), LocalLayers.NONE, new OsPackages(), (error, line) -> log.add(line), Instant.parse("2026-01-01T00:00:00Z"), "production");
    StagedDroplet droplet = exporter.export(new BuildResult(outputs, processes, processes.isEmpty() ? "" : defaultProcess, labels, slices));
    assertThat(log).noneMatch(line -> line.startsWith("the image has no SBOM"));
    last = droplet;
    return droplet;
  }

  private StagedDroplet last = StagedDroplet.getDefaultInstance();

  private void workspace() throws IOException {
    workspace = Workspace.create(Files.createDirectories(dir.resolve("work" + builds)));
  }

  /** The same content in new directories, as another build has them. */
  private void workspaceAgain() throws IOException {
    Path old = workspace.root();
    workspace();
    for (String part : List.of("home/app", "layers")) {
      Trees.delete(workspace.root().resolve(part));
      Files.move(old.resolve(part), workspace.root().resolve(part));
    }
  }

  private ImageConfig config(StagedDroplet droplet) throws IOException {
    return registry.getConfig(REPOSITORY, registry.getManifest(REPOSITORY, droplet.getImage().getDigest()));
  }

  private static JsonNode label(ImageConfig config, String name) {
    return OciJson.object(config.labels().get(name).getBytes(), name);
  }

  private List<String> files(int layer) throws IOException {
    var descriptor = registry.getManifest(REPOSITORY, last.getImage().getDigest()).layers().get(layer);
    var names = new ArrayList<String>();
    LayerFiles.scan(new ByteArrayInputStream(registry.getSmallBlob(REPOSITORY, descriptor.digest(), 1 << 20)), descriptor.mediaType(), 1 << 20, (name, content) -> names.add(name));
    return names;
  }

  private static Buildpack buildpack(String id, String... formats) {
    return new Buildpack(new Descriptor(false, id, "1.2.3", "", "home", 9, false, List.of(), List.of(formats), List.of(Target.ANY), List.of()), Path.of("/"), "/cnb/" + id);
  }

  private static BuiltLayer layer(String name, boolean launch, boolean build, boolean cache) {
    return new BuiltLayer(name, launch, build, cache, Map.of("of", name));
  }

  private void fill(String path, String content) throws IOException {
    write(workspace.layers().resolve(path), content);
  }

  private void app(String path, String content) throws IOException {
    write(workspace.app().resolve(path), content);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static Map<String, Object> map(Object... pairs) {
    return LaunchPlan.map(pairs);
  }
}
