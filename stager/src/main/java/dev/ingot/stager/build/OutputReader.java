package dev.ingot.stager.build;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a buildpack wrote directly under its layers directory, which foreign code can have filled with anything. Source: CNB buildpack
 * spec, "Layer Content Metadata", "build.toml", "store.toml"; buildpacks-and-images.md §1.7.
 */
final class OutputReader {
  private static final Set<String> NOT_LAYERS = Set.of("launch", "build", "store");
  private static final String TOML = ".toml";
  private static final int MAX_LAYERS = 500;
  /** All of a buildpack's layer TOML together, bytes: it is kept in memory, and in a label of the image. */
  private static final long MAX_BYTES = 4L << 20;

  private final Buildpack buildpack;
  private final Path directory;
  private final String execEnv;

  OutputReader(Buildpack buildpack, Path directory, String execEnv) {
    this.buildpack = buildpack;
    this.directory = directory;
    this.execEnv = execEnv;
  }

  /** The layers by name; one whose types are all false is left out and its directory renamed `.ignore`. */
  List<BuiltLayer> layers() throws IOException {
    var layers = new ArrayList<BuiltLayer>();
    long bytes = 0;
    for (Path file : SafeFiles.children(directory)) {
      String fileName = file.getFileName().toString();
      if (!fileName.endsWith(TOML)) {
        continue;
      }
      String name = fileName.substring(0, fileName.length() - TOML.length());
      var toml = Toml.read(file);
      bytes += Files.size(file);
      if (layers.size() >= MAX_LAYERS || bytes > MAX_BYTES) {
        throw new IOException("there are more than " + MAX_LAYERS + " layers, or more than " + (MAX_BYTES >> 20) + " MiB of TOML about them");
      }
      if (NOT_LAYERS.contains(name)) {
        if (toml.containsKey("types")) {
          throw new IOException("no layer can be called '" + name + "', and " + fileName + " has the [types] of one");
        }
        continue;
      }
      var layer = layer(name, toml);
      if (layer.launch() || layer.build() || layer.cache()) {
        layers.add(layer);
      } else {
        ignore(name);
      }
    }
    return layers;
  }

  private BuiltLayer layer(String name, Map<String, Object> toml) throws IOException {
    if (toml.containsKey("launch") || toml.containsKey("build") || toml.containsKey("cache")) {
      throw new IOException(name + ".toml has its flags outside of [types]");
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IOException("no layer can be called '" + name + "'");
    }
    var types = Toml.table(toml, "types");
    var metadata = Toml.table(toml, "metadata");
    // a layer for other execution environments is none of this image, and no later buildpack sees it
    boolean here = buildpack.api() < 12 || execEnvs(metadata).isEmpty() || execEnvs(metadata).contains("*") || execEnvs(metadata).contains(execEnv);
    return new BuiltLayer(name, flag(name, types, "launch") && here, flag(name, types, "build") && here, flag(name, types, "cache"), metadata);
  }

  static List<String> execEnvs(Map<String, Object> table) {
    var names = new ArrayList<>(Toml.texts(table, "exec-env"));
    Toml.tables(table, "exec-env").forEach(one -> names.add(Toml.text(one, "name")));
    return names;
  }

  private static boolean flag(String layer, Map<String, Object> types, String key) throws IOException {
    if (types.get(key) != null && !(types.get(key) instanceof Boolean)) {
      throw new IOException(layer + ".toml: '" + key + "' of [types] must be true or false");
    }
    return Toml.flag(types, key);
  }

  private void ignore(String name) throws IOException {
    if (SafeFiles.isDirectory(directory.resolve(name))) {
      Path ignored = directory.resolve(name + ".ignore");
      if (Files.exists(ignored, LinkOption.NOFOLLOW_LINKS)) {
        Trees.delete(ignored);
      }
      Files.move(directory.resolve(name), ignored);
    }
  }

  /** What is carried to the next build, whatever happens to layers. */
  Map<String, Object> store() throws IOException {
    return Toml.table(read("store.toml"), "metadata");
  }

  /** Names of plan entries it does not meet. */
  List<String> unmet() throws IOException {
    var names = new ArrayList<String>();
    for (var unmet : Toml.tables(read("build.toml"), "unmet")) {
      if (Toml.text(unmet, "name").isEmpty()) {
        throw new IOException("build.toml has an [[unmet]] without name");
      }
      names.add(Toml.text(unmet, "name"));
    }
    return names;
  }

  /** launch.toml; empty when there is none. */
  LaunchToml launch() throws IOException {
    return LaunchToml.of(buildpack, read("launch.toml"), execEnv);
  }

  private Map<String, Object> read(String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Toml.read(file) : new LinkedHashMap<>();
  }
}
