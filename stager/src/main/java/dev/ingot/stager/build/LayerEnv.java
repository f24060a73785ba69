package dev.ingot.stager.build;

import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a layer adds to the environment of later buildpacks. Source: buildpacks-and-images.md §1.8. Links are not followed. */
final class LayerEnv {
  private static final Map<String, List<String>> ROOTS = Map.of("bin", List.of("PATH"), "lib", List.of("LD_LIBRARY_PATH", "LIBRARY_PATH"),
      "include", List.of("CPATH"), "pkgconfig", List.of("PKG_CONFIG_PATH"));

  private LayerEnv() {}

  /** Changes `env` as this layer says; `seenAs` is the layer's path in the container. */
  static void apply(Path layer, String seenAs, Map<String, String> env) throws IOException {
    for (var root : ROOTS.entrySet()) {
      if (Files.exists(layer.resolve(root.getKey()), LinkOption.NOFOLLOW_LINKS)) {
        root.getValue().forEach(name -> prepend(env, name, seenAs + "/" + root.getKey(), ":"));
      }
    }
    files(layer.resolve("env"), env);
    files(layer.resolve("env.build"), env);
  }

  private static void files(Path directory, Map<String, String> env) throws IOException {
    for (Path file : SafeFiles.children(directory)) {
      if (!SafeFiles.isFile(file)) {
        continue;
      }
      String whole = file.getFileName().toString();
      int dot = whole.indexOf('.');
      String name = dot < 0 ? whole : whole.substring(0, dot);
      String value = new String(SafeFiles.read(file), StandardCharsets.UTF_8);
      String old = env.getOrDefault(name, "");
      switch (dot < 0 ? "" : whole.substring(dot + 1)) {
        case "", "override" -> env.put(name, value);
        case "default" -> {
          if (old.isEmpty()) {
            env.put(name, value);
          }
        }
        case "append" -> env.put(name, old.isEmpty() ? value : old + delimiter(directory, name) + value);
        case "prepend" -> prepend(env, name, value, delimiter(directory, name));
        default -> { }
      }
    }
  }

  private static void prepend(Map<String, String> env, String name, String value, String delimiter) {
    env.merge(name, value, (old, added) -> old.isEmpty() ? added : added + delimiter + old);
  }

  private static String delimiter(Path directory, String name) throws IOException {
    Path file = directory.resolve(name + ".delim");
    return SafeFiles.isFile(file) ? new String(SafeFiles.read(file), StandardCharsets.UTF_8) : "";
  }
}
