package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code bin/build} (CNB buildpack spec, "Phase #3: Build"): where things are, what the user set, and what the buildpack makes. Not thread-safe.
 */
public final class BuildContext {
  private final Path app;
  private final Path layersDir;
  private final Path buildpackDir;
  private final Settings settings;
  private final Log log;
  private final Launch launch = new Launch();
  private final List<Layer> layers = new ArrayList<>();

  public BuildContext(Path app, Path layersDir, Path buildpackDir, Settings settings, Log log) {
    this.app = app;
    this.layersDir = layersDir;
    this.buildpackDir = buildpackDir;
    this.settings = settings;
    this.log = log;
  }

  /**
   * Reads the places from the variables {@code CNB_LAYERS_DIR} and {@code CNB_BUILDPACK_DIR}, the first also from the old positional argument. The app is the working directory.
   *
   * @throws BuildFailure when the platform gave no layers directory
   */
  static BuildContext of(String[] args, Map<String, String> env) {
    var layers = env.getOrDefault("CNB_LAYERS_DIR", args.length > 0 ? args[0] : "");
    if (layers.isEmpty()) {
      throw new BuildFailure("No layers directory: the platform must set CNB_LAYERS_DIR (Buildpack API 0.8 or newer).");
    }
    var home = env.getOrDefault("CNB_BUILDPACK_DIR", ".");
    return new BuildContext(Path.of("").toAbsolutePath(), Path.of(layers).toAbsolutePath(), Path.of(home).toAbsolutePath(), new Settings(env), new Log(System.out));
  }

  /** Names in the buildpack plan: what other buildpacks of the group want this one for (CNB buildpack spec, "Buildpack Plan"). Empty without a plan. */
  public Set<String> planned() throws IOException {
    var file = settings.get("CNB_BP_PLAN_PATH").map(Path::of).filter(Files::isRegularFile);
    var names = new TreeSet<String>();
    if (file.isPresent() && Toml.parse(Files2.boundedText(file.get(), 1 << 20)).get("entries") instanceof List<?> entries) {
      entries.forEach(entry -> names.add(entry instanceof Map<?, ?> table ? String.valueOf(table.get("name")) : ""));
    }
    return names;
  }

  /** The app's directory; the same path at launch. */
  public Path app() {
    return app;
  }

  public Settings settings() {
    return settings;
  }

  public Log log() {
    return log;
  }

  /** Processes, slices and labels for the image. */
  public Launch launch() {
    return launch;
  }

  /** The table {@code [metadata]} of this buildpack's own {@code buildpack.toml}; empty when it has none. */
  public Map<String, Object> descriptorMetadata() throws IOException {
    var file = buildpackDir.resolve("buildpack.toml");
    if (!Files.isRegularFile(file)) {
      throw new BuildFailure("No buildpack.toml in " + buildpackDir + ": the platform must set CNB_BUILDPACK_DIR.");
    }
    return Toml.table(Toml.parse(Files.readString(file)), "metadata");
  }

  /** The layer of that name, with the metadata and content that the platform restored, if any. It counts only once {@link Layer#types} was called. */
  public Layer layer(String name) throws IOException {
    var layer = new Layer(layersDir, name);
    layers.add(layer);
    return layer;
  }

  /** Writes what a buildpack leaves behind besides layers. */
  void finish() throws IOException {
    for (var layer : layers) {
      layer.write();
    }
    launch.write(layersDir.resolve("launch.toml"));
  }

  /** The file's text, or null when the app has no such regular file. At most 8 MiB are accepted: these are settings files. */
  public @Nullable String appText(String name) throws IOException {
    var file = app.resolve(name);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    return Files2.boundedText(file, 8 << 20);
  }
}
