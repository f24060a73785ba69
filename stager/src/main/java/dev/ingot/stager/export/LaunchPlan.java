package dev.ingot.stager.export;

import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.LaunchProcess;
import dev.ingot.stager.files.Toml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the launcher needs, twice: `metadata.toml` for CNB tools, `launch.sh` for our launcher, which cannot read TOML. */
final class LaunchPlan {
  private LaunchPlan() {}

  static String toml(BuildResult result, String defaultProcess) {
    var root = new LinkedHashMap<String, Object>();
    root.put("buildpack-default-process-type", defaultProcess);
    root.put("buildpacks", result.outputs().stream().<Object>map(o -> map("id", o.buildpack().id(), "version", o.buildpack().version(), "api", o.buildpack().apiText())).toList());
    var processes = new ArrayList<Object>();
    for (LaunchProcess p : result.processes().values()) {
      var told = map("type", p.type(), "command", p.command(), "args", p.args(), "direct", p.direct(), "working-dir", p.workingDirectory(), "buildpack-id", p.buildpackId());
      if (!p.execEnv().isEmpty()) {
        told.put("exec-env", p.execEnv());
      }
      processes.add(told);
    }
    root.put("processes", processes);
    root.put("slices", result.slices().stream().<Object>map(paths -> map("paths", paths)).toList());
    root.put("labels", result.labels().entrySet().stream().<Object>map(e -> map("key", e.getKey(), "value", e.getValue())).toList());
    return Toml.write(root);
  }

  static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** Functions for the launcher: layers of buildpacks in order, which processes there are, how each starts. */
  static String shell(BuildResult result) {
    var out = new StringBuilder("# Written by the exporter, read by /cnb/lifecycle/launcher.\n");
    out.append("_cnb_buildpacks=").append(quote(String.join(" ", result.outputs().stream().map(o -> o.buildpack().dirName()).toList()))).append('\n');
    out.append("_cnb_has() {\n  case $1 in\n");
    for (LaunchProcess p : result.processes().values()) {
      out.append("    ").append(quote(p.type())).append(") _cnb_direct=").append(p.direct()).append("; _cnb_dir=").append(quote(p.workingDirectory())).append(" ;;\n");
    }
    out.append("    *) return 1 ;;\n  esac\n}\n_cnb_start() {\n  _cnb_type=$1\n  shift\n  case $_cnb_type in\n");
    result.processes().values().forEach(p -> start(out, p));
    return out.append("  esac\n}\n").toString();
  }

  private static void start(StringBuilder out, LaunchProcess p) {
    out.append("    ").append(quote(p.type())).append(")\n");
    boolean replace = p.api() >= 9 || p.command().size() > 1;
    String args = quoted(p.args());
    if (!args.isEmpty()) {
      out.append(replace ? "      [ $# -gt 0 ] || set --" + args + "\n" : "      set --" + args + " \"$@\"\n");
    }
    out.append("      _cnb_exec").append(quoted(p.command())).append(" \"$@\" ;;\n");
  }

  private static String quoted(List<String> words) {
    return String.join("", words.stream().map(word -> " " + quote(word)).toList());
  }

  static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
