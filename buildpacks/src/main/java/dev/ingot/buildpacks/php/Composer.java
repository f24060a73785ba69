package dev.ingot.buildpacks.php;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Json;
import dev.ingot.buildpacks.kit.VersionRange;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What composer.json and composer.lock ask for.
 *
 * @param php versions of PHP that the app accepts; empty when it says nothing
 * @param extensions names without {@code ext-}, of the app and of its packages
 * @param packages what composer.json names
 * @param locked all packages of composer.lock but those for development; empty without that file
 */
record Composer(Optional<String> php, List<String> extensions, List<String> packages, List<String> locked) {
  private static final String REMEDY = "Composer's packages are not fetched at staging: run `composer install --no-dev` and push vendor/ too (take it out of .cfignore).";

  static Composer of(BuildContext context) throws IOException {
    var text = context.appText("composer.json");
    if (text == null) {
      return new Composer(Optional.empty(), List.of(), List.of(), List.of());
    }
    var require = Json.object(Json.object(text, "composer.json"), "require");
    var extensions = new TreeSet<String>();
    var packages = new ArrayList<String>();
    collect(require, extensions, packages);
    var lock = context.appText("composer.lock");
    var locked = new ArrayList<String>();
    if (lock != null && Json.object(lock, "composer.lock").get("packages") instanceof List<?> entries) {
      locked.addAll(names(entries));
      for (var entry : entries) {
        if (entry instanceof Map<?, ?> map && map.get("require") instanceof Map<?, ?> needs) {
          needs.keySet().stream().map(String::valueOf).filter(name -> name.startsWith("ext-")).forEach(name -> extensions.add(name.substring(4).toLowerCase(java.util.Locale.ROOT)));
        }
      }
    }
    var php = Json.string(require, "php");
    return new Composer(php.isEmpty() ? Optional.empty() : Optional.of(php), List.copyOf(extensions), packages, locked);
  }

  private static void collect(Map<String, Object> require, TreeSet<String> extensions, List<String> packages) {
    for (var name : require.keySet()) {
      if (name.startsWith("ext-")) {
        extensions.add(name.substring(4).toLowerCase(java.util.Locale.ROOT));
      } else if (name.contains("/")) {
        packages.add(name);
      }
    }
  }

  private static List<String> names(List<?> packages) {
    return packages.stream().filter(Map.class::isInstance).map(entry -> ((Map<?, ?>) entry).get("name")).filter(String.class::isInstance).map(String.class::cast).toList();
  }

  /** @throws BuildFailure when the app needs packages that it does not bring along */
  void requireVendored(BuildContext context) throws IOException {
    if (!Files.isRegularFile(context.app().resolve("vendor/autoload.php"))) {
      if (!packages.isEmpty()) {
        throw new BuildFailure("composer.json asks for " + some(packages) + ", but there is no vendor/autoload.php. " + REMEDY);
      }
      return;
    }
    var missing = new ArrayList<>(locked);
    var installed = context.appText("vendor/composer/installed.json");
    if (installed == null) {
      return;
    }
    try {
      var content = Json.parse(installed);
      // Composer 1 wrote the list alone.
      if ((content instanceof Map<?, ?> map ? map.get("packages") : content) instanceof List<?> entries) {
        missing.removeAll(names(entries));
      }
    } catch (BuildFailure bad) {
      throw new BuildFailure("Reading vendor/composer/installed.json failed: " + bad.getMessage() + " " + REMEDY, bad);
    }
    if (!missing.isEmpty()) {
      throw new BuildFailure("composer.lock names " + some(missing) + ", but vendor/ does not have " + (missing.size() > 1 ? "them" : "it") + ". " + REMEDY);
    }
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? " and more" : "");
  }

  /** Composer's words in those of {@link VersionRange}. */
  Optional<VersionRange> accepted(BuildContext context) {
    var setting = context.settings().get("BP_PHP_VERSION");
    if (setting.isPresent()) {
      return Optional.of(new VersionRange("PHP", setting.get(), "BP_PHP_VERSION"));
    }
    return php.map(text -> new VersionRange("PHP", text.replaceAll("@[a-z]+", "").replaceAll("~(?![=>])", "~=").replaceAll("([<>=!~^])\\s+", "$1").replaceAll("\\s*\\|\\|?\\s*", "||").strip().replaceAll("\\s+", ","),
        "composer.json"));
  }
}
