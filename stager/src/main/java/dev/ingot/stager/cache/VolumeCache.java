package dev.ingot.stager.cache;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.TreeStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The cached layers of one app, kept as directories that move: into a build when it starts, back when it is done. Nothing is copied or
 * packed. What a build may have touched comes back only with the index that belongs to it; after a failed build, what is untouched comes
 * back and the rest is lost. One staging of the app at a time; must be on the file system of the staging's work directory.
 */
public final class VolumeCache {
  private static final String INDEX = "index.json";
  /** What the entry of a layer has beside the fields of buildpacks-and-images.md §1.10. */
  public static final String STAMP = "stamp";

  private final Path root;
  private final Path layers;
  private final Path sboms;
  private final JsonNode index;
  private final Map<Path, Taken> taken = new LinkedHashMap<>();
  private final Set<Path> wanted = new HashSet<>();

  /** Where a layer came from, and the stamp it has while nobody touches it. */
  private record Taken(Path directory, String stamp) {}

  /** Opens it, made when missing. What is not in the index or of another format is removed. */
  public VolumeCache(Path root) throws IOException {
    this.root = root;
    this.layers = root.resolve("layers");
    this.sboms = root.resolve("sbom");
    Files.createDirectories(layers);
    for (Path other : SafeFiles.children(root)) {
      if (!other.equals(layers) && !other.equals(sboms) && !other.getFileName().toString().equals(INDEX)) {
        Trees.delete(other);
      }
    }
    this.index = read(root.resolve(INDEX));
  }

  private static JsonNode read(Path file) {
    try {
      return OciJson.object(Files.readAllBytes(file), "cache index");
    } catch (IOException | ImageFormatException e) {
      return OciJson.object();
    }
  }

  /** What the last good build left; an empty object when nothing or unreadable. Does not change until the cache is opened again. */
  public JsonNode index() {
    return index;
  }

  /** Moves a layer out to `target`, which must not exist. False = it is not there. */
  public boolean take(String buildpackDir, String layer, Path target) throws IOException {
    Path directory = directory(buildpackDir, layer);
    if (!SafeFiles.isDirectory(directory)) {
      return false;
    }
    Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    taken.put(target, new Taken(directory, stamp(buildpackDir, layer)));
    return true;
  }

  /** The digest the last build noted for a layer with this stamp: nobody has touched it since. Empty when it is another. */
  public Optional<Digest> digest(String buildpackId, String layer, String stamp) {
    JsonNode entry = entry(buildpackId, layer);
    String sha = entry.path("sha").asString("");
    return entry.path(STAMP).asString("").equals(stamp) && Digest.isDigest(sha) ? Optional.of(Digest.of(sha)) : Optional.empty();
  }

  private String stamp(String buildpackDir, String layer) {
    for (JsonNode node : index.path("buildpacks")) {
      if (node.path("key").asString("").replace('/', '_').equals(buildpackDir)) {
        return node.path("layers").path(layer).path(STAMP).asString("");
      }
    }
    return "";
  }

  private JsonNode entry(String buildpackId, String layer) {
    for (JsonNode node : index.path("buildpacks")) {
      if (node.path("key").asString("").equals(buildpackId)) {
        return node.path("layers").path(layer);
      }
    }
    return OciJson.object();
  }

  /** Starts the next content. A crash between this and {@link #commit} costs the cache, never mixes old with new. */
  public void begin() throws IOException {
    Files.deleteIfExists(root.resolve(INDEX));
    Trees.delete(sboms);
    taken.clear();
    wanted.clear();
  }

  /** Moves a layer in. */
  public void put(String buildpackDir, String layer, Path source) throws IOException {
    Path directory = directory(buildpackDir, layer);
    Files.createDirectories(directory.getParent());
    Trees.delete(directory);
    Files.move(source, directory, StandardCopyOption.ATOMIC_MOVE);
    wanted.add(directory);
  }

  /** Moves an SBOM file of a layer in; `extension` is that of its format. */
  public void putSbom(String buildpackDir, String layer, String extension, Path file) throws IOException {
    Path directory = sboms.resolve(buildpackDir).resolve(layer);
    Files.createDirectories(directory);
    Files.move(file, directory.resolve(extension), StandardCopyOption.ATOMIC_MOVE);
  }

  /** SBOM files of a layer: extension → file, to be copied. */
  public Map<String, Path> sboms(String buildpackDir, String layer) throws IOException {
    var files = new LinkedHashMap<String, Path>();
    for (Path file : SafeFiles.children(sboms.resolve(buildpackDir).resolve(layer))) {
      files.put(file.getFileName().toString(), file);
    }
    return files;
  }

  /** Makes what was put the whole content. */
  public void commit(JsonNode next) throws IOException {
    for (Path buildpack : SafeFiles.children(layers)) {
      for (Path layer : SafeFiles.children(buildpack)) {
        if (!wanted.contains(layer)) {
          Trees.delete(layer);
        }
      }
    }
    Path file = root.resolve(INDEX + ".new");
    Files.write(file, OciJson.bytes(next));
    Files.move(file, root.resolve(INDEX), StandardCopyOption.ATOMIC_MOVE);
  }

  /** After a failed build: takes back what was not touched. Nothing happens after {@link #begin}. */
  public void restoreUntouched() throws IOException {
    for (var move : taken.entrySet()) {
      if (SafeFiles.isDirectory(move.getKey()) && TreeStamp.of(move.getKey()).equals(move.getValue().stamp())) {
        Files.move(move.getKey(), move.getValue().directory(), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    taken.clear();
  }

  private Path directory(String buildpackDir, String layer) {
    return layers.resolve(buildpackDir).resolve(layer);
  }
}
