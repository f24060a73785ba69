package dev.ingot.stager.export;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Label `io.buildpacks.project.metadata`: version and source as project.toml declares them (table `_`). Source: buildpacks-and-images.md §1.13, §2.4. */
final class ProjectMetadata {
  private ProjectMetadata() {}

  static Map<String, Object> of(Path app) {
    try {
      Path file = app.resolve("project.toml");
      var table = SafeFiles.isFile(file) ? Toml.table(Toml.read(file), "_") : Map.<String, Object>of();
      String version = Toml.text(table, "version");
      String url = Toml.text(table, "source-url");
      if (version.isEmpty() && url.isEmpty()) {
        return Map.of();
      }
      var source = new LinkedHashMap<String, Object>();
      source.put("type", "project");
      source.put("version", version.isEmpty() ? Map.of() : Map.of("declared", version));
      source.put("metadata", url.isEmpty() ? Map.of() : Map.of("url", url));
      return Map.of("source", source);
    } catch (IOException e) {
      // it was read before the build; what a buildpack has made of it since is no reason to fail
      return Map.of();
    }
  }
}
