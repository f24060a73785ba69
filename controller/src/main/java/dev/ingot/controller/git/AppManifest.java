package dev.ingot.controller.git;

import dev.ingot.controller.manifest.ManifestException;
import dev.ingot.controller.manifest.SafeYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tree's manifest.yml says of the app that is pushed.
 *
 * @param yaml a manifest of that one app, to be applied
 * @param path the folder of the tree the app is in, `` for all of it
 */
record AppManifest(String yaml, String path) {
  private static final List<String> ROUTE_WORDS = List.of("routes", "no-route", "random-route", "default-route");

  /**
   * Takes the app's entry out of a manifest: the one of that name, or the only one, whatever its name. Without a manifest the app gets
   * its default route.
   *
   * @param yaml the file, empty when there is none
   */
  static AppManifest of(String yaml, String app) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    if (!yaml.isBlank()) {
      entry.putAll(entry(yaml, app));
    }
    String path = entry.get("path") == null ? "" : String.valueOf(entry.remove("path"));
    entry.put("name", app);
    if (ROUTE_WORDS.stream().noneMatch(entry::containsKey)) {
      entry.put("default-route", true);
    }
    return new AppManifest(SafeYaml.write(Map.of("applications", List.of(entry))), folder(path));
  }

  private static Map<String, @Nullable Object> entry(String yaml, String app) {
    try {
      if (SafeYaml.read(yaml) instanceof Map<?, ?> top && top.get("applications") instanceof List<?> apps) {
        for (Object candidate : apps) {
          if (candidate instanceof Map<?, ?> map && (app.equals(map.get("name")) || apps.size() == 1)) {
            return named(map);
          }
        }
      }
    } catch (ManifestException e) {
      throw new PushRefused("manifest.yml cannot be used: " + e.getMessage());
    }
    throw new PushRefused("manifest.yml has no application named " + app + ": add it, or push to the address of one it names");
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    map.forEach((key, value) -> entry.put(String.valueOf(key), value));
    return entry;
  }

  private static String folder(String path) {
    String folder = path.replaceAll("^(\\./)+|^\\.$|/+$", "");
    if (folder.startsWith("/") || List.of(folder.split("/")).contains("..")) {
      throw new PushRefused("The manifest says path: " + path + ", which is outside of the repository");
    }
    return folder;
  }
}
