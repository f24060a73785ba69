package dev.ingot.stager.restore;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Toml;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sbom.SbomFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Puts back what the last build left, as the table of buildpacks-and-images.md §1.9 says. Runs after detection, before building. */
public final class Restorer {
  private final Workspace workspace;
  private final PreviousImage previous;
  private final VolumeCache cache;
  private final LogSink log;
  private final Map<String, Buildpack> wanted = new HashMap<>();

  public Restorer(Workspace workspace, PreviousImage previous, VolumeCache cache, LogSink log) {
    this.workspace = workspace;
    this.previous = previous;
    this.cache = cache;
    this.log = log;
  }

  public void restore(List<Buildpack> group) throws IOException {
    JsonNode index = cache.index();
    for (Buildpack buildpack : group) {
      Path directory = workspace.layers().resolve(buildpack.dirName());
      SafeFiles.buildUserDirectory(directory);
      var fromImage = previous.buildpack(buildpack.id());
      if (fromImage.isPresent()) {
        store(directory, fromImage.get());
        launchOnly(directory, buildpack, fromImage.get().path("layers"));
      }
      cached(directory, buildpack, index);
    }
    imageSboms();
  }

  private static void store(Path directory, JsonNode label) throws IOException {
    if (label.path("store").path("metadata").isObject()) {
      SafeFiles.write(directory.resolve("store.toml"), Toml.write(Map.of("metadata", plain(label.path("store").path("metadata")))));
    }
  }

  private void launchOnly(Path directory, Buildpack buildpack, JsonNode layers) throws IOException {
    for (var layer : layers.properties()) {
      JsonNode facts = layer.getValue();
      boolean launchOnly = facts.path("launch").asBoolean(false) && !facts.path("build").asBoolean(false) && !facts.path("cache").asBoolean(false);
      if (safeName(layer.getKey()) && launchOnly && previous.layer(buildpack.id(), layer.getKey()).isPresent()) {
        metadata(directory, layer.getKey(), facts.path("data"));
        wanted.put(buildpack.dirName() + "/" + layer.getKey(), buildpack);
      }
    }
  }

  private void cached(Path directory, Buildpack buildpack, JsonNode index) throws IOException {
    for (JsonNode node : index.path("buildpacks")) {
      if (!node.path("key").asString("").equals(buildpack.id())) {
        continue;
      }
      for (var layer : node.path("layers").properties()) {
        JsonNode facts = layer.getValue();
        String sha = facts.path("sha").asString("");
        if (!safeName(layer.getKey())) {
          continue;
        }
        if (!agrees(buildpack, layer.getKey(), facts, sha)) {
          log.line(false, "layer " + layer.getKey() + " of " + buildpack.ref() + " in the cache is not that of the last image: not restored");
          continue;
        }
        Trees.delete(directory.resolve(layer.getKey()));
        if (cache.take(buildpack.dirName(), layer.getKey(), directory.resolve(layer.getKey()))) {
          metadata(directory, layer.getKey(), facts.path("data"));
          for (var file : cache.sboms(buildpack.dirName(), layer.getKey()).entrySet()) {
            try (InputStream in = Files.newInputStream(file.getValue())) {
              sbom(buildpack, layer.getKey(), file.getKey(), in);
            }
          }
          log.line(false, "restored layer " + layer.getKey() + " of " + buildpack.ref() + " from the cache");
        } else {
          log.line(false, "layer " + layer.getKey() + " of " + buildpack.ref() + " is not in the cache: the last build failed after changing it");
        }
      }
    }
  }

  private boolean agrees(Buildpack buildpack, String name, JsonNode facts, String sha) {
    if (!facts.path("launch").asBoolean(false)) {
      return true;
    }
    return previous.layer(buildpack.id(), name).map(inImage -> inImage.value().equals(sha)).orElse(true);
  }

  private static void metadata(Path directory, String name, JsonNode data) throws IOException {
    SafeFiles.write(directory.resolve(name + ".toml"), Toml.write(Map.of("metadata", plain(data))));
  }

  /** SBOM files of the launch layers whose metadata came from the image. */
  private void imageSboms() throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    previous.sboms(workspace.blobs().resolve("previous-sbom"), (name, content) -> {
      int slash = name.lastIndexOf("/sbom.");
      Buildpack buildpack = slash < 0 ? null : wanted.get(name.substring(0, slash));
      if (buildpack != null) {
        sbom(buildpack, name.substring(name.indexOf('/') + 1, slash), name.substring(slash + "/sbom.".length()), content);
      }
      return true;
    });
  }

  private void sbom(Buildpack buildpack, String layer, String extension, InputStream content) throws IOException {
    // a release of the buildpack that has dropped a format must not fail for what an earlier one wrote
    if (SbomFiles.declares(buildpack, extension)) {
      Path file = workspace.layers().resolve(buildpack.dirName()).resolve(layer + ".sbom." + extension);
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
      SafeFiles.giveToBuildUser(file);
    }
  }

  private static boolean safeName(String name) {
    return !name.isEmpty() && !name.contains("/") && !name.equals(".") && !name.equals("..");
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      var map = new LinkedHashMap<String, Object>();
      node.properties().stream().filter(e -> !e.getValue().isNull()).forEach(e -> map.put(e.getKey(), plain(e.getValue())));
      return map;
    }
    if (node.isArray()) {
      return node.valueStream().map(Restorer::plain).toList();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.isIntegralNumber() ? (Object) node.longValue() : node.isNumber() ? (Object) node.doubleValue()
        : node.isMissingNode() || node.isNull() ? Map.of() : node.asString();
  }
}
