package dev.ingot.stager.build;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One buildpack's `launch.toml`. Source: CNB buildpack spec, "launch.toml (TOML)"; buildpacks-and-images.md §1.7, §1.11.
 *
 * @param defaultProcess type of the process that says it is the default; "" = none does
 * @param warnings what was ignored, in words
 */
record LaunchToml(List<LaunchProcess> processes, String defaultProcess, Map<String, String> labels, List<List<String>> slices, List<String> warnings) {
  private static final int MAX_PROCESSES = 500;
  /** Longest command with its arguments, characters: execve(2) takes 128 KiB in one argument. */
  private static final int MAX_COMMAND = 60_000;
  /** How a buildpack says what its programs need of the run image (decision 0048); `tiny` is nothing. Not a label of the image: that is what the run image says. */
  private static final String RUN_IMAGE = "dev.ingot.run-image";

  /** @throws IOException saying what the buildpack may not write like this */
  static LaunchToml of(Buildpack buildpack, Map<String, Object> toml, String execEnv) throws IOException {
    var labels = new LinkedHashMap<String, String>();
    for (var label : Toml.tables(toml, "labels")) {
      if (Toml.text(label, "key").isEmpty()) {
        throw new IOException("launch.toml has a label without key");
      }
      labels.put(Toml.text(label, "key"), Toml.text(label, "value"));
    }
    var slices = Toml.tables(toml, "slices").stream().map(slice -> Toml.texts(slice, "paths")).toList();
    var processes = new ArrayList<LaunchProcess>();
    var defaults = new LinkedHashSet<String>();
    var warnings = new ArrayList<String>();
    for (var table : Toml.tables(toml, "processes")) {
      var process = process(buildpack, table, warnings);
      if (buildpack.api() >= 12 && !runsIn(process.execEnv(), execEnv)) {
        continue;
      }
      processes.add(process);
      if (Toml.flag(table, "default") && !defaults.add(process.type()) || defaults.size() > 1) {
        throw new IOException("launch.toml has several default processes: " + String.join(", ", defaults));
      }
    }
    if (processes.size() > MAX_PROCESSES) {
      throw new IOException("launch.toml has more than " + MAX_PROCESSES + " processes");
    }
    return new LaunchToml(processes, defaults.isEmpty() ? "" : defaults.getFirst(), labels, slices, warnings);
  }

  private static boolean runsIn(List<String> execEnvs, String execEnv) {
    return execEnvs.isEmpty() || execEnvs.contains("*") || execEnvs.contains(execEnv);
  }

  private static LaunchProcess process(Buildpack buildpack, Map<String, Object> table, List<String> warnings) throws IOException {
    String type = Toml.text(table, "type");
    if (!type.matches("[A-Za-z0-9._-]{1,255}") || type.equals(".") || type.equals("..")) {
      throw new IOException("launch.toml has a process of the type '" + type + "'; letters, digits, '.', '_' and '-' are allowed");
    }
    boolean old = buildpack.api() < 9;
    boolean list = table.get("command") instanceof List<?>;
    if (!old && (!list || table.containsKey("direct"))) {
      throw new IOException("process " + type + ": since Buildpack API 0.9 'command' is an array and 'direct' is gone");
    }
    if (old && list) {
      throw new IOException("process " + type + ": before Buildpack API 0.9 'command' is a text, not an array");
    }
    var command = Toml.texts(table, "command");
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new IOException("process " + type + " of launch.toml has no command");
    }
    var args = Toml.texts(table, "args");
    String directory = Toml.text(table, "working-dir");
    String words = String.join(" ", command) + String.join(" ", args) + directory;
    if (words.indexOf('\0') >= 0 || words.length() > MAX_COMMAND) {
      throw new IOException("process " + type + " of launch.toml has a NUL in its command, or more than " + MAX_COMMAND + " characters");
    }
    if (buildpack.api() < 8 && !directory.isEmpty()) {
      warnings.add("the working-dir of process " + type + " is ignored: Buildpack API " + buildpack.apiText() + " does not know it");
      directory = "";
    }
    return new LaunchProcess(type, command, args, !old || Toml.flag(table, "direct"), directory, buildpack.id(), buildpack.api(),
        OutputReader.execEnvs(table));
  }

  /** Whether it says that what it starts needs nothing but a tiny run image. */
  boolean tiny() {
    return "tiny".equals(labels.get(RUN_IMAGE));
  }

  /** Adds this to what earlier buildpacks gave: a process of the same type replaces theirs. Returns the default process after it, "" = none. */
  String addTo(Map<String, LaunchProcess> all, String before, Map<String, String> allLabels, List<List<String>> allSlices, List<String> notes) {
    notes.addAll(warnings);
    labels.forEach((key, value) -> {
      if (!key.equals(RUN_IMAGE)) {
        allLabels.put(key, value);
      }
    });
    allSlices.addAll(slices);
    processes.forEach(process -> all.put(process.type(), process));
    if (!defaultProcess.isEmpty()) {
      return defaultProcess;
    }
    if (!before.isEmpty() && processes.stream().anyMatch(p -> p.type().equals(before))) {
      notes.add("process " + before + " is redefined without being the default: the image has no default process");
      return "";
    }
    return before;
  }
}
