package dev.ingot.stager.build;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a buildpack wrote under its layers directory. Source: CNB buildpack spec, "Layer Content Metadata", "launch.toml". */
final class OutputReader {
  private static final Set<String> NOT_LAYERS = Set.of("launch", "build", "store");

  private final Buildpack buildpack;
  private final Path directory;

  OutputReader(Buildpack buildpack, Path directory) {
    this.buildpack = buildpack;
    this.directory = directory;
  }

  /** The layers by name; one whose types are all false is left out and its directory renamed `.ignore`. */
  List<BuiltLayer> layers() throws IOException {
    var layers = new ArrayList<BuiltLayer>();
    for (Path file : SafeFiles.children(directory)) {
      String fileName = file.getFileName().toString();
      if (!fileName.endsWith(".toml") || NOT_LAYERS.contains(fileName.substring(0, fileName.length() - 5))) {
        continue;
      }
      String name = fileName.substring(0, fileName.length() - 5);
      var toml = Toml.read(file);
      if (toml.containsKey("launch") || toml.containsKey("build") || toml.containsKey("cache")) {
        throw new IOException(fileName + " has its flags outside of [types]");
      }
      var types = Toml.table(toml, "types");
      var layer = new BuiltLayer(name, Toml.flag(types, "launch"), Toml.flag(types, "build"), Toml.flag(types, "cache"), Toml.table(toml, "metadata"));
      if (layer.launch() || layer.build() || layer.cache()) {
        layers.add(layer);
      } else if (SafeFiles.isDirectory(directory.resolve(name))) {
        java.nio.file.Files.move(directory.resolve(name), directory.resolve(name + ".ignore"));
      }
    }
    return layers;
  }

  Map<String, Object> store() throws IOException {
    Path file = directory.resolve("store.toml");
    return exists(file) ? Toml.table(Toml.read(file), "metadata") : Map.of();
  }

  /** Names of plan entries it does not meet. */
  List<String> unmet() throws IOException {
    Path file = directory.resolve("build.toml");
    return exists(file) ? Toml.tables(Toml.read(file), "unmet").stream().map(u -> Toml.text(u, "name")).toList() : List.of();
  }

  /** Adds processes, labels and slices of launch.toml to what earlier buildpacks gave. Returns the default process after it. */
  String launch(Map<String, LaunchProcess> processes, String defaultProcess, Map<String, String> labels, List<List<String>> slices) throws IOException {
    Path file = directory.resolve("launch.toml");
    if (!exists(file)) {
      return defaultProcess;
    }
    var toml = Toml.read(file);
    Toml.tables(toml, "labels").forEach(label -> labels.put(Toml.text(label, "key"), Toml.text(label, "value")));
    Toml.tables(toml, "slices").forEach(slice -> slices.add(Toml.texts(slice, "paths")));
    String result = defaultProcess;
    var defaults = new HashSet<String>();
    for (var table : Toml.tables(toml, "processes")) {
      LaunchProcess process = process(table);
      processes.put(process.type(), process);
      if (Toml.flag(table, "default")) {
        defaults.add(process.type());
        result = process.type();
      } else if (process.type().equals(result)) {
        result = "";
      }
    }
    if (defaults.size() > 1) {
      throw new IOException("launch.toml has several default processes: " + String.join(", ", defaults));
    }
    return result;
  }

  private LaunchProcess process(Map<String, Object> table) throws IOException {
    String type = Toml.text(table, "type");
    if (!type.matches("[A-Za-z0-9._-]{1,255}")) {
      throw new IOException("launch.toml has a process of the type '" + type + "'; letters, digits, '.', '_' and '-' are allowed");
    }
    boolean list = table.get("command") instanceof List<?>;
    if (buildpack.api() >= 9 && (!list || table.containsKey("direct"))) {
      throw new IOException("process " + type + ": since Buildpack API 0.9 'command' is an array and 'direct' is gone");
    }
    var command = Toml.texts(table, "command");
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IOException("process " + type + " of launch.toml has no command");
    }
    boolean direct = buildpack.api() >= 9 || Toml.flag(table, "direct");
    String directory = buildpack.api() >= 8 ? Toml.text(table, "working-dir") : "";
    return new LaunchProcess(type, command, Toml.texts(table, "args"), direct, directory, buildpack.id(), buildpack.api());
  }

  private static boolean exists(Path file) {
    return java.nio.file.Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }
}
