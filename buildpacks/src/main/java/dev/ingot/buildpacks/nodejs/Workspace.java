package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The packages that an app consists of; most have one.
 *
 * @param packages what each {@code package.json} says, by its directory relative to the app ({@code ""} for the app's own), which comes first
 * @param directory of the package that is built and started, by {@code BP_NODE_PROJECT_PATH}; else the app's
 * @param started that package
 */
record Workspace(Map<String, PackageJson> packages, Path directory, PackageJson started) {
  private static final int MAX_PACKAGES = 1000;

  /** @throws BuildFailure when there is no package.json where one must be, or one cannot be read */
  static Workspace of(BuildContext context) throws IOException {
    if (context.appText("package.json") == null) {
      throw new BuildFailure("There is no package.json in the app's directory. Push the directory that contains it.");
    }
    var packages = new LinkedHashMap<String, PackageJson>();
    for (var dir : new ModuleTrees(context.app()).packages().stream().limit(MAX_PACKAGES).toList()) {
      var path = context.app().relativize(dir).toString();
      var text = Files2.boundedText(dir.resolve("package.json"), 8 << 20);
      if (path.isEmpty() || isJson(text)) {
        packages.put(path, PackageJson.parse(text));
      }
    }
    var named = context.settings().get("BP_NODE_PROJECT_PATH", "").replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
    var started = packages.get(named.equals(".") ? "" : named);
    if (started == null) {
      throw new BuildFailure("BP_NODE_PROJECT_PATH=" + named + " has no package.json. It is a directory below the app's, such as packages/web.");
    }
    return new Workspace(packages, context.app().resolve(named), started);
  }

  /** Templates and test data may be called package.json too. */
  private static boolean isJson(String text) {
    try {
      PackageJson.parse(text);
      return true;
    } catch (BuildFailure other) {
      return false;
    }
  }

  PackageJson root() {
    return packages.values().iterator().next();
  }

  boolean hasPackages() {
    return packages.size() > 1;
  }

  boolean uses(String module) {
    return packages.values().stream().anyMatch(json -> json.dependsOn(module));
  }

  /** Whether installing runs the app's own scripts or copies its own files, so that modules may change with any file. */
  boolean installingReadsTheApp(PackageManager.Kind kind) {
    return packages.values().stream().anyMatch(json -> json.hasInstallScripts() || (kind != PackageManager.Kind.NPM && json.copiesFiles()));
  }

  /**
   * The scripts that build: those of {@code BP_NODE_RUN_SCRIPTS}, with commas between, where {@code none} means none; else {@code build} when there is one.
   *
   * @throws BuildFailure when the setting names a script that is not there
   */
  List<String> buildScripts(Settings settings) {
    var named = settings.get("BP_NODE_RUN_SCRIPTS", "");
    if (named.isEmpty()) {
      return started.script("build").isEmpty() ? List.of() : List.of("build");
    }
    var scripts = new ArrayList<String>();
    for (var name : named.equals("none") ? new String[0] : named.split("[,\\s]+")) {
      if (started.script(name).isEmpty()) {
        throw new BuildFailure("BP_NODE_RUN_SCRIPTS names '" + name + "', but package.json has no such script. Add it or correct the setting.");
      }
      scripts.add(name);
    }
    return scripts;
  }
}
