package dev.ingot.stager.export;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.analyze.StackImages;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.BuiltLayer;
import dev.ingot.stager.build.LaunchProcess;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.TreeStamp;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sbom.Inventory;
import dev.ingot.stager.sbom.OsPackages;
import dev.ingot.stager.sbom.SbomFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the droplet's image of what the build left. Source: CNB platform spec, "Exporter"; buildpacks-and-images.md §1.12, §2.4, §2.5. */
public final class Exporter {
  /** The Platform API we speak; the launcher obeys it. */
  public static final String PLATFORM_API = "0.15";
  private static final Owner VCAP = new Owner(2000, 2000);

  private final Workspace workspace;
  private final RegistryClient registry;
  private final Stage stage;
  private final StackImages stack;
  private final PreviousImage previous;
  private final VolumeCache cache;
  private final LocalLayers local;
  private final OsPackages packages;
  private final LogSink log;
  private final Instant started;
  private final String execEnv;
  private final Map<Path, Digest> exported = new HashMap<>();

  /**
   * For one staging.
   *
   * @param registry where the image is stored
   * @param cache knows the digests of layers nobody has touched, and takes layers when {@link #cache} is called
   * @param packages knows what run images have installed
   * @param started when the staging began, for the provenance
   * @param execEnv execution environment the image is for: `production`
   */
  public Exporter(Workspace workspace, RegistryClient registry, Stage stage, StackImages stack, PreviousImage previous, VolumeCache cache, LocalLayers local,
      OsPackages packages, LogSink log, Instant started, String execEnv) {
    this.workspace = workspace;
    this.registry = registry;
    this.stage = stage;
    this.stack = stack;
    this.previous = previous;
    this.cache = cache;
    this.local = local;
    this.packages = packages;
    this.log = log;
    this.started = started;
    this.execEnv = execEnv;
  }

  /** Stores the image under the build's tag. Nothing of it is in use when this throws. */
  public StagedDroplet export(BuildResult result) throws IOException, StageException {
    SbomLayer sboms = SbomLayer.of(result, workspace);
    try (var layers = new LayerStore(registry, stage.getTargetRepository(), previous, workspace.blobs(), stack.run(), local);
        var documents = new Documents(() -> inventory(result, sboms), log)) {
      StagedDroplet droplet = export(result, sboms, layers);
      Digest image = Digest.of(droplet.getImage().getDigest());
      documents.store(registry, stage.getTargetRepository(), image, digest -> Provenance.statement(stage, result, stack.runReference(), digest, started,
          Instant.now()));
      return droplet;
    }
  }

  private Inventory inventory(BuildResult result, SbomLayer sboms) throws IOException {
    var inventory = new Inventory();
    sboms.files().forEach((name, file) -> {
      if (name.endsWith(".cdx.json")) {
        inventory.addCycloneDx(file, name);
      }
    });
    inventory.scan(workspace.app());
    for (var output : result.outputs()) {
      for (BuiltLayer layer : output.layers()) {
        if (layer.launch()) {
          inventory.scan(directory(output, layer));
        }
      }
    }
    inventory.addPackages(packages.of(stack.runRegistry(), stack.runRepository(), stack.runManifest()));
    return inventory;
  }

  private StagedDroplet export(BuildResult result, SbomLayer sboms, LayerStore layers) throws IOException, StageException {
    layers.base(stack);
    var label = new LinkedHashMap<String, Object>();
    var buildpacks = new ArrayList<Object>();
    for (var output : result.outputs()) {
      buildpacks.add(buildpack(output, layers));
    }
    if (!sboms.isEmpty()) {
      label.put("sbom", sha(layers.add("Software Bill-of-Materials", sboms::write)));
    }
    label.put("app", new AppLayers(workspace.app(), result.slices()).add(layers).stream().map(d -> Map.of("sha", d.value())).toList());
    label.put("buildpacks", buildpacks);
    label.put("launcher", sha(layers.add("Buildpacks Application Launcher", Exporter::launcher)));
    String process = defaultProcess(result);
    label.put("config", sha(layers.add("Buildpacks Launcher Config", tar -> config(tar, result, process))));
    if (!result.processes().isEmpty()) {
      label.put("process-types", sha(layers.add("Buildpacks Process Types", tar -> processTypes(tar, result))));
    }
    label.put("runImage", LaunchPlan.map("topLayer", stack.topLayer(), "reference", stack.runReference(), "image", stack.runName()));
    label.put("stack", Map.of("runImage", Map.of("image", stack.runName())));
    label.put("exec-env", execEnv);
    layers.await();
    ImageConfig image = finish(layers.config(), result, label, process);
    ImageAssembler assembler = !registry.foreign() && JibAssembler.canCarry(image) ? new JibAssembler(registry, workspace.root().resolve("jib")) : new ManifestAssembler(registry);
    Digest digest = assembler.assemble(stage.getTargetRepository(), stage.getTargetTag(), layers.descriptors(), image);
    return droplet(result, process, digest, layers);
  }

  private Map<String, Object> buildpack(BuildResult.Output output, LayerStore store) throws IOException, StageException {
    var told = new LinkedHashMap<String, Object>();
    for (BuiltLayer layer : output.layers()) {
      if (!layer.launch()) {
        continue;
      }
      String createdBy = "Layer: '" + layer.name() + "', Created by buildpack: " + output.buildpack().ref();
      Digest diffId;
      if (hasContent(output, layer)) {
        Optional<Digest> untouched = cache.digest(output.buildpack().id(), layer.name(), TreeStamp.of(directory(output, layer)));
        diffId = store.add(createdBy, untouched, tar -> layer(tar, output, layer));
        exported.put(directory(output, layer), diffId);
      } else {
        diffId = previous.layer(output.buildpack().id(), layer.name()).filter(known -> !layer.cache())
            .orElseThrow(() -> new StageException("StagingError", output.buildpack().ref(), "layer '" + layer.name()
                + "' has no content, and there is none of an earlier build to reuse", 0, List.of(), "Report this to the buildpack's authors."));
        store.reuse(createdBy, diffId);
      }
      told.put(layer.name(), facts(layer, diffId.value()));
    }
    var map = LaunchPlan.map("key", output.buildpack().id(), "version", output.buildpack().version(), "layers", told);
    if (!output.store().isEmpty()) {
      map.put("store", Map.of("metadata", output.store()));
    }
    return map;
  }

  private static Map<String, Object> facts(BuiltLayer layer, String diffId) {
    return LaunchPlan.map("sha", diffId, "data", layer.metadata(), "build", layer.build(), "launch", layer.launch(), "cache", layer.cache());
  }

  /** False for a link too, also when the buildpack's whole directory became one. */
  private boolean hasContent(BuildResult.Output output, BuiltLayer layer) {
    Path directory = directory(output, layer);
    return SafeFiles.isDirectory(directory.getParent()) && SafeFiles.isDirectory(directory);
  }

  private Path directory(BuildResult.Output output, BuiltLayer layer) {
    return workspace.layers().resolve(output.buildpack().dirName()).resolve(layer.name());
  }

  private void layer(LayerTarWriter tar, BuildResult.Output output, BuiltLayer layer) throws IOException {
    if (!layer.place().isEmpty()) {
      parents(tar, layer.place());
      tar.tree(directory(output, layer), layer.place(), VCAP);
      return;
    }
    String parent = Workspace.LAYERS + "/" + output.buildpack().dirName();
    tar.directory(Workspace.LAYERS, 0755, Owner.ROOT);
    tar.directory(parent, 0755, VCAP);
    tar.tree(directory(output, layer), parent + "/" + dev.ingot.oci.layer.RawName.ofUtf8(layer.name()), VCAP);
  }

  /** Those of the build user's home are the build user's. */
  private static void parents(LayerTarWriter tar, String place) throws IOException {
    for (int slash = place.indexOf('/', 1); slash > 0; slash = place.indexOf('/', slash + 1)) {
      String parent = place.substring(0, slash);
      tar.directory(parent, 0755, parent.startsWith("/home/vcap") ? VCAP : Owner.ROOT);
    }
  }

  private static void launcher(LayerTarWriter tar) throws IOException {
    tar.directory("/cnb", 0755, Owner.ROOT);
    tar.directory("/cnb/lifecycle", 0755, Owner.ROOT);
    tar.file("/cnb/lifecycle/launcher", 0755, Owner.ROOT, launcherScript());
  }

  /** The launcher that every image gets. */
  static byte[] launcherScript() throws IOException {
    try (var in = Exporter.class.getResourceAsStream("launcher.sh")) {
      return java.util.Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static void config(LayerTarWriter tar, BuildResult result, String process) throws IOException {
    tar.directory(Workspace.LAYERS, 0755, Owner.ROOT);
    tar.directory(Workspace.LAYERS + "/config", 0755, Owner.ROOT);
    tar.file(Workspace.LAYERS + "/config/launch.sh", 0644, Owner.ROOT, LaunchPlan.shell(result).getBytes(StandardCharsets.UTF_8));
    tar.file(Workspace.LAYERS + "/config/metadata.toml", 0644, Owner.ROOT, LaunchPlan.toml(result, process).getBytes(StandardCharsets.UTF_8));
  }

  private static void processTypes(LayerTarWriter tar, BuildResult result) throws IOException {
    tar.directory("/cnb", 0755, Owner.ROOT);
    tar.directory("/cnb/process", 0755, Owner.ROOT);
    for (String type : result.processes().keySet()) {
      tar.link("/cnb/process/" + type, "/cnb/lifecycle/launcher", Owner.ROOT);
    }
  }

  private static String defaultProcess(BuildResult result) {
    return !result.defaultProcess().isEmpty() ? result.defaultProcess() : result.processes().containsKey("web") ? "web" : "";
  }

  private ImageConfig finish(ImageConfig config, BuildResult result, Map<String, Object> metadata, String process) {
    var env = new LinkedHashMap<>(config.env());
    String path = env.getOrDefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    env.put("PATH", "/cnb/process:/cnb/lifecycle:" + path);
    env.put("CNB_LAYERS_DIR", Workspace.LAYERS);
    env.put("CNB_APP_DIR", Workspace.APP);
    env.put("CNB_PLATFORM_API", PLATFORM_API);
    env.put("CNB_DEPRECATION_MODE", "quiet");
    var labels = new LinkedHashMap<>(config.labels());
    labels.putAll(result.labels());
    labels.put(PreviousImage.LABEL, json(metadata));
    labels.put("io.buildpacks.build.metadata", json(buildMetadata(result, process)));
    labels.put("io.buildpacks.project.metadata", json(ProjectMetadata.of(workspace.app())));
    labels.put("io.buildpacks.exec-env", execEnv);
    String entrypoint = process.isEmpty() ? "/cnb/lifecycle/launcher" : "/cnb/process/" + process;
    var done = config.withEnv(env).withLabels(labels).withEntrypoint(List.of(entrypoint)).withWorkingDirectory(Workspace.APP).withCreated(ImageConfig.CREATED);
    return done.user().isEmpty() ? done.withUser("2000:2000") : done;
  }

  private static Map<String, Object> buildMetadata(BuildResult result, String process) {
    var processes = result.processes().values().stream().map(p -> {
      var told = LaunchPlan.map("type", p.type(), "command", p.command(), "args", p.args(), "direct", p.direct(), "working-dir", p.workingDirectory(),
          "buildpackID", p.buildpackId());
      if (!p.execEnv().isEmpty()) {
        told.put("exec-env", p.execEnv());
      }
      return told;
    }).toList();
    var buildpacks = result.outputs().stream().map(o -> LaunchPlan.map("id", o.buildpack().id(), "version", o.buildpack().version(),
        "homepage", o.buildpack().homepage())).toList();
    return LaunchPlan.map("processes", processes, "buildpacks", buildpacks, "launcher", Map.of("version", "ingot-sh-1"), "buildpack-default-process-type", process);
  }

  private StagedDroplet droplet(BuildResult result, String process, Digest digest, LayerStore layers) {
    var droplet = StagedDroplet.newBuilder().setImage(Image.newBuilder().setRegistry(stage.getTarget().getRegistry()).setRepository(stage.getTargetRepository()).setDigest(digest.value()))
        .setDefaultProcess(process).addAllLayers(layers.told())
        .setImageSizeBytes(layers.descriptors().stream().mapToLong(dev.ingot.oci.image.Descriptor::size).sum());
    for (LaunchProcess p : result.processes().values()) {
      droplet.addProcesses(ProcessType.newBuilder().setType(p.type()).setCommand(p.shown()));
    }
    return droplet.addAllBuildpacks(result.used()).addAllSidecars(result.sidecars()).build();
  }

  /** Moves the layers that want to be cached into the cache. Called after the export; a failure costs the next build time, not this one. */
  public void cache(BuildResult result) throws IOException {
    cache.begin();
    var buildpacks = new ArrayList<Object>();
    for (var output : result.outputs()) {
      var told = new LinkedHashMap<String, Object>();
      for (BuiltLayer layer : output.layers()) {
        Path directory = directory(output, layer);
        if (layer.cache() && hasContent(output, layer)) {
          Digest diffId = exported.get(directory);
          var facts = new LinkedHashMap<>(facts(layer, diffId == null ? "" : diffId.value()));
          facts.put(VolumeCache.STAMP, TreeStamp.of(directory));
          cache.put(output.buildpack().dirName(), layer.name(), directory);
          for (var file : SbomFiles.in(output.buildpack(), directory.getParent())) {
            if (file.subject().equals(layer.name())) {
              cache.putSbom(output.buildpack().dirName(), layer.name(), file.extension(), file.path());
            }
          }
          told.put(layer.name(), facts);
        }
      }
      buildpacks.add(LaunchPlan.map("key", output.buildpack().id(), "version", output.buildpack().version(), "layers", told));
    }
    cache.commit(OciJson.tree(Map.of("buildpacks", buildpacks)));
  }

  private static Map<String, Object> sha(Digest digest) {
    return Map.of("sha", digest.value());
  }

  private static String json(Object value) {
    return new String(OciJson.bytes(OciJson.tree(value)), StandardCharsets.UTF_8);
  }
}
