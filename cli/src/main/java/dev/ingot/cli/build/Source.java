package dev.ingot.cli.build;

import dev.ingot.cli.Failure;
import dev.ingot.cli.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is built, as the command line and the manifest say.
 *
 * @param name of the app
 * @param path directory, .jar, .war or .zip
 * @param buildpacks empty = those of the app, or detected
 * @param stack null = the app's, or the default
 * @param env the manifest's variables; only a new app gets them
 */
record Source(String name, Path path, List<String> buildpacks, @Nullable String stack, Map<String, Object> env) {

  /**
   * Reads the manifest, if there is one.
   *
   * @param directory null = what the manifest says, else this one
   * @param app null = the manifest's only one, else named after the directory
   * @param manifest null = manifest.yml in the directory
   */
  static Source of(@Nullable Path directory, @Nullable String app, @Nullable Path manifest, Map<String, String> variables, List<String> buildpacks,
      @Nullable String stack) throws IOException {
    Path file = Manifest.file(manifest, directory);
    if (file == null) {
      Path path = (directory == null ? Path.of("") : directory).toAbsolutePath().normalize();
      return new Source(app != null ? app : name(path), path, buildpacks, stack, Map.of());
    }
    List<Manifest.App> apps = Manifest.read(file, variables, app).apps();
    if (apps.size() > 1) {
      throw new Failure(file + " has " + apps.size() + " apps: choose one with --app " + String.join(" or --app ", apps.stream().map(Manifest.App::name).toList()));
    }
    Map<String, Object> keys = apps.getFirst().keys();
    boolean elsewhere = directory != null && (manifest != null || !java.nio.file.Files.isDirectory(directory));
    return new Source(apps.getFirst().name(), elsewhere ? directory.toAbsolutePath().normalize() : apps.getFirst().path(),
        buildpacks.isEmpty() ? buildpacks(keys) : buildpacks, stack == null && keys.get("stack") instanceof String said ? said : stack, env(keys));
  }

  /** A file's name without what an app cannot have in its own. */
  private static String name(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString().replaceFirst("\\.(jar|war|zip)$", "");
    if (name.isEmpty()) {
      throw new Failure("name the app: --app NAME");
    }
    return name;
  }

  private static List<String> buildpacks(Map<String, Object> keys) {
    return keys.get("buildpacks") instanceof List<?> list ? list.stream().map(String::valueOf).toList()
        : keys.get("buildpack") instanceof String one && !one.equals("default") ? List.of(one) : List.of();
  }

  private static Map<String, Object> env(Map<String, Object> keys) {
    Map<String, Object> env = new LinkedHashMap<>();
    if (keys.get("env") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> env.put(String.valueOf(key), value instanceof String || value == null ? value : String.valueOf(value)));
    }
    return env;
  }
}
