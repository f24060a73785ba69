package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the app's {@code package.json} says. */
record PackageJson(Map<String, Object> json) {
  private static final List<String> INSTALL_SCRIPTS = List.of("preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare");
  private static final List<String> DEPENDENCY_KEYS =
      List.of("dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "bundleDependencies", "overrides", "engines", "workspaces",
          "allowScripts", "resolutions", "pnpm", "dependenciesMeta", "name", "bin", "packageManager");

  static PackageJson parse(String text) {
    return new PackageJson(Json.object(text, "package.json"));
  }

  /** The range of {@code engines.<name>}, or empty. */
  String engine(String name) {
    return Json.string(Json.object(json, "engines"), name);
  }

  /** The script, or empty. */
  String script(String name) {
    return Json.string(Json.object(json, "scripts"), name);
  }

  /** The field {@code main}, or empty. */
  String main() {
    return Json.string(json, "main");
  }

  /** Whether installing runs code of the app itself; then modules depend on the app's files too. */
  boolean hasInstallScripts() {
    return INSTALL_SCRIPTS.stream().anyMatch(name -> !script(name).isEmpty());
  }

  /** Whether a dependency is a directory or archive of the app itself, which most tools copy. */
  boolean copiesFiles() {
    return dependencies().values().stream().anyMatch(value -> value instanceof String range && range.matches("(file:|\\.|/).*"));
  }

  boolean dependsOn(String module) {
    return dependencies().containsKey(module);
  }

  private Map<String, Object> dependencies() {
    var all = new TreeMap<String, Object>();
    Stream.of("dependencies", "devDependencies", "optionalDependencies").forEach(key -> all.putAll(Json.object(json, key)));
    return all;
  }

  /** All that installing depends on, as one text that does not change with formatting or other fields. */
  String dependencyFacts() {
    return DEPENDENCY_KEYS.stream().map(key -> key + "=" + canonical(json.get(key))).collect(Collectors.joining("\n"));
  }

  private static String canonical(@org.jspecify.annotations.Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return String.valueOf(value);
    }
    var sorted = new TreeMap<String, String>();
    map.forEach((key, member) -> sorted.put(String.valueOf(key), canonical(member)));
    return sorted.toString();
  }
}
