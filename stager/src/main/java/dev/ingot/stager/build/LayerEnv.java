package dev.ingot.stager.build;

import dev.ingot.stager.files.InnerLinks;
import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a layer adds to the environment of later buildpacks. Source: buildpacks-and-images.md §1.8. Links are followed inside the buildpack's layers only. */
final class LayerEnv {
  private static final Map<String, List<String>> ROOTS = roots();

  private LayerEnv() {}

  private static Map<String, List<String>> roots() {
    var roots = new LinkedHashMap<String, List<String>>();
    roots.put("bin", List.of("PATH"));
    roots.put("lib", List.of("LD_LIBRARY_PATH", "LIBRARY_PATH"));
    roots.put("include", List.of("CPATH"));
    roots.put("pkgconfig", List.of("PKG_CONFIG_PATH"));
    return roots;
  }

  /** Changes `env` as this layer says; `seenAs` is the layer's path in the container. */
  static void apply(Path layer, String seenAs, InnerLinks links, Map<String, String> env) throws IOException {
    for (var root : ROOTS.entrySet()) {
      if (links.follow(layer.resolve(root.getKey())).filter(SafeFiles::isDirectory).isPresent()) {
        root.getValue().forEach(name -> EnvFiles.prepend(env, name, seenAs + "/" + root.getKey(), ":"));
      }
    }
    for (String directory : List.of("env", "env.build")) {
      EnvFiles.apply(EnvFiles.read(layer.resolve(directory), "override", file -> links.follow(file).filter(SafeFiles::isFile)), env);
    }
  }
}
