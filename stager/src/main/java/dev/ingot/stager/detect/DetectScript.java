package dev.ingot.stager.detect;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.files.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One shell script that runs the detects of many buildpacks at once in one container, a few beside each other: a container costs more than
 * all of them together. It says `begin N` and `end N STATUS` on standard output; what detects say goes to files.
 */
final class DetectScript {
  /** Detects that run beside each other. */
  static final int LANES = 8;
  /** Where it, the plans and the outputs are; seen by the container at {@link Workspace#PLANS}`/detect`. */
  static final String DIRECTORY = "detect";
  /** No detect may write a file larger than this: 1 GiB in blocks of 512 bytes. */
  private static final int MAX_BLOCKS = 2 * 1024 * 1024;
  /** Names that mean something to a shell itself, so that setting them can end it. */
  private static final Set<String> SPECIAL = Set.of("_", "IFS", "OPTIND", "OPTARG", "PPID", "UID", "EUID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO", "ENV", "BASH_ENV",
      "POSIXLY_CORRECT", "LINENO");

  private final BuildEnvironment environment;
  private final Map<String, String> common;

  DetectScript(BuildEnvironment environment) {
    this.environment = environment;
    var typical = new Buildpack(Descriptor.component("any", "0", 7), Path.of("/"), "/");
    this.common = new TreeMap<>(environment.forBuildpack(typical, Map.of()));
    common.remove("CNB_BUILDPACK_DIR");
    common.keySet().removeIf(name -> !plain(name));
  }

  /** The environment of the script itself. */
  Map<String, String> environment() {
    return common;
  }

  /** @param buildpacks by number, counted from `first` */
  String text(List<Buildpack> buildpacks, int first) {
    String seen = Workspace.PLANS + "/" + DIRECTORY;
    var out = new StringBuilder("ulimit -f " + MAX_BLOCKS + "\ncd " + Workspace.APP + " || exit 1\n"
        + "run() {\n  echo \"begin $1\"\n  ( \"_detect_$1\" ) >" + seen + "/$1.out 2>&1 </dev/null\n  echo \"end $1 $?\"\n}\n");
    for (int i = 0; i < buildpacks.size(); i++) {
      one(out, buildpacks.get(i), first + i, seen + "/" + (first + i) + ".toml");
    }
    for (int lane = 0; lane < Math.min(LANES, buildpacks.size()); lane++) {
      out.append('(');
      for (int i = lane; i < buildpacks.size(); i += LANES) {
        out.append(" run ").append(first + i).append(';');
      }
      out.append(" ) &\n");
    }
    return out.append("wait\n").toString();
  }

  private void one(StringBuilder out, Buildpack buildpack, int number, String plan) {
    var env = new LinkedHashMap<>(environment.forBuildpack(buildpack, Map.of()));
    if (buildpack.api() >= 8) {
      env.put("CNB_BUILD_PLAN_PATH", plan);
    }
    out.append("_detect_").append(number).append("() {\n");
    common.forEach((name, value) -> {
      if (!env.containsKey(name)) {
        out.append("  unset ").append(name).append('\n');
      }
    });
    var odd = new StringBuilder();
    env.forEach((name, value) -> {
      if (!plain(name)) {
        odd.append(' ').append(quote(name + "=" + value));
      } else if (!value.equals(common.get(name))) {
        out.append("  export ").append(name).append('=').append(quote(value)).append('\n');
      }
    });
    out.append("  exec").append(odd.isEmpty() ? "" : " env" + odd).append(' ').append(quote(buildpack.containerDirectory() + "/bin/detect")).append(' ')
        .append(Workspace.PLATFORM).append(' ').append(plan).append("\n}\n");
  }

  /** A name that a shell variable can have, and is the program's alone; a shell loses others. */
  private static boolean plain(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !SPECIAL.contains(name);
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
