package dev.ingot.stager.classic;

import dev.ingot.api.cell.v1.StagedSidecar;
import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the app can be started; what is added later wins: `launch.yml` of each buildpack in order, instead of the last one's its `release`, then the
 * app's Procfile. Source: buildpacks-and-images.md §3.4.
 */
final class ClassicProcesses {
  private static final int MAX = 100;
  /** Longest command, characters: it becomes one argument. */
  private static final int MAX_COMMAND = 60_000;

  private final Map<String, String> commands = new TreeMap<>();
  private final Map<String, StagedSidecar> sidecars = new LinkedHashMap<>();

  /** Type → command. */
  Map<String, String> commands() {
    return commands;
  }

  List<StagedSidecar> sidecars() {
    return List.copyOf(sidecars.values());
  }

  /** Reads `launch.yml`. False when there is none. */
  boolean launch(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Object processes = ClassicYaml.map(text(file), "launch.yml").get("processes");
    if (processes != null && !(processes instanceof List<?>)) {
      throw new IOException("'processes' of launch.yml is not a list");
    }
    for (Object one : processes instanceof List<?> list ? list : List.of()) {
      if (!(one instanceof Map<?, ?> process)) {
        throw new IOException("a process of launch.yml is not a map");
      }
      String type = ClassicYaml.text(process.get("type"));
      List<String> beside = beside(process);
      if (beside.isEmpty()) {
        add(type, process.get("command"), "launch.yml");
      } else {
        check(type, ClassicYaml.text(process.get("command")), "launch.yml");
        sidecars.put(type, StagedSidecar.newBuilder().setName(type).setCommand(ClassicYaml.text(process.get("command"))).addAllProcessTypes(beside)
            .setMemoryMb(memory(process)).build());
      }
    }
    return true;
  }

  private static List<String> beside(Map<?, ?> process) throws IOException {
    Object at = process.get("platforms");
    for (String key : List.of("cloudfoundry", "sidecar_for")) {
      at = at instanceof Map<?, ?> map ? map.get(key) : null;
    }
    var types = new ArrayList<String>();
    if (at instanceof List<?> list) {
      list.stream().map(ClassicYaml::text).filter(type -> !type.isEmpty()).distinct().limit(MAX).forEach(types::add);
    }
    for (String type : types) {
      checkType(type, "launch.yml");
    }
    return types;
  }

  private static int memory(Map<?, ?> process) throws IOException {
    Object memory = process.get("limits") instanceof Map<?, ?> limits ? limits.get("memory") : null;
    if (memory == null) {
      return 0;
    }
    if (!(memory instanceof Integer megabytes) || megabytes < 0 || megabytes > 1 << 20) {
      throw new IOException("'memory' of launch.yml is not a number of MB");
    }
    return megabytes;
  }

  /** Reads what `bin/release` printed: only `default_process_types` counts. */
  void release(String yaml) throws IOException {
    Object types = ClassicYaml.map(yaml, "what bin/release printed").get("default_process_types");
    if (types != null && !(types instanceof Map<?, ?>)) {
      throw new IOException("'default_process_types' that bin/release printed is not a map");
    }
    addAll(types instanceof Map<?, ?> map ? map : Map.of(), "bin/release");
  }

  /** Reads the app's Procfile when there is one. */
  void procfile(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      addAll(ClassicYaml.map(text(file), "the Procfile"), "the Procfile");
    }
  }

  private void addAll(Map<?, ?> types, String where) throws IOException {
    for (var type : types.entrySet()) {
      add(ClassicYaml.text(type.getKey()), type.getValue(), where);
    }
  }

  private void add(String type, @org.jspecify.annotations.Nullable Object command, String where) throws IOException {
    String text = ClassicYaml.text(command);
    check(type, text, where);
    commands.put(type, text);
    if (commands.size() > MAX) {
      throw new IOException(where + " makes it more than " + MAX + " process types");
    }
  }

  private static void check(String type, String command, String where) throws IOException {
    checkType(type, where);
    if (command.isBlank() || command.indexOf('\0') >= 0 || command.length() > MAX_COMMAND) {
      throw new IOException("process '" + type + "' of " + where + " has no command, or one that cannot be used");
    }
  }

  private static void checkType(String type, String where) throws IOException {
    if (!type.matches("[A-Za-z0-9._-]{1,255}")) {
      throw new IOException(where + " has a process of the type '" + (type.length() > 80 ? type.substring(0, 80) + "…" : type)
          + "'; letters, digits, '.', '_' and '-' are allowed");
    }
  }

  private static String text(Path file) throws IOException {
    return new String(SafeFiles.read(file), StandardCharsets.UTF_8);
  }
}
