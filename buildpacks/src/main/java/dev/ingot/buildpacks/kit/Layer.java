package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One layer (CNB buildpack spec, "Layer Types"): a directory and {@code <name>.toml}. Restored content is kept until {@link #clear} is called. Not thread-safe.
 */
public final class Layer {
  /** What may happen to a layer; several may be given. */
  public enum Type { BUILD, LAUNCH, CACHE }

  private final Path dir;
  private final Path descriptor;
  private final Map<String, String> metadata = new TreeMap<>();
  private Type @Nullable [] types;

  Layer(Path layersDir, String name) throws IOException {
    this.dir = layersDir.resolve(name);
    this.descriptor = layersDir.resolve(name + ".toml");
    if (Files.isRegularFile(descriptor)) {
      Toml.table(Toml.parse(Files.readString(descriptor)), "metadata").forEach((key, value) -> metadata.put(key, String.valueOf(value)));
    }
  }

  /** The directory; it exists after {@link #clear} or when it was restored. */
  public Path dir() {
    return dir;
  }

  /** Says what the layer is for. Without this call the layer is dropped at the end of the build. */
  public Layer types(Type... types) {
    this.types = types.clone();
    return this;
  }

  /** A word that earlier builds left; empty when there is none. */
  public String metadata(String key) {
    return metadata.getOrDefault(key, "");
  }

  /** Leaves a word for the next build. */
  public Layer metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Whether content is there that was made with exactly this key. */
  public boolean has(String key) {
    return Files.isDirectory(dir) && metadata("key").equals(key);
  }

  /** Starts anew: an empty directory and no metadata. */
  public Layer clear() throws IOException {
    Files2.delete(dir);
    Files.createDirectories(dir);
    metadata.clear();
    return this;
  }

  /** What fills a layer. */
  @FunctionalInterface
  public interface Content {
    void write() throws IOException;
  }

  /** As {@link #clear}, and fills it; when that fails, content and metadata of before are there again. */
  public Layer replace(Content content) throws IOException {
    var before = dir.resolveSibling(dir.getFileName() + ".before");
    var words = new TreeMap<>(metadata);
    boolean there = Files.isDirectory(dir);
    Files2.delete(before);
    if (there) {
      Files.move(dir, before);
    }
    boolean complete = false;
    try {
      clear();
      content.write();
      complete = true;
    } finally {
      if (!complete && there) {
        Files2.delete(dir);
        Files.move(before, dir);
        metadata.clear();
        metadata.putAll(words);
      }
      Files2.delete(before);
    }
    return this;
  }

  /** Makes the directory when it is not there and keeps what is in it. */
  public Layer keep() throws IOException {
    Files.createDirectories(dir);
    return this;
  }

  /** A variable that is set at launch, and at build for later buildpacks, when the user has not set it. */
  public Layer envDefault(String name, String value) throws IOException {
    return envFile("env", name + ".default", value);
  }

  /** A variable that is set at launch when the user has not set it. */
  public Layer launchEnvDefault(String name, String value) throws IOException {
    return envFile("env.launch", name + ".default", value);
  }

  /** A variable at launch whatever the user says. */
  public Layer launchEnv(String name, String value) throws IOException {
    return envFile("env.launch", name + ".override", value);
  }

  /** Directories in front of a path variable, at launch and for later buildpacks. */
  public Layer envPrepend(String name, String value) throws IOException {
    envFile("env", name + ".delim", ":");
    return envFile("env", name + ".prepend", value);
  }

  private Layer envFile(String folder, String file, String value) throws IOException {
    Files.writeString(Files.createDirectories(dir.resolve(folder)).resolve(file), value);
    return this;
  }

  /** A program that runs before every process and may set variables on file descriptor 3 (CNB platform spec, "Launch"). */
  public Layer execD(String name, String script) throws IOException {
    return script("exec.d", name, script);
  }

  /** An executable text file {@code <layer>/<folder>/<name>}. */
  public Layer script(String folder, String name, String script) throws IOException {
    var file = Files.createDirectories(dir.resolve(folder)).resolve(name);
    Files.writeString(file, script);
    Files2.makeExecutable(file);
    return this;
  }

  void write() throws IOException {
    if (types == null) {
      Files.deleteIfExists(descriptor);
      Files2.delete(dir);
      return;
    }
    var flags = new TreeMap<String, Object>();
    for (var type : Type.values()) {
      flags.put(type.name().toLowerCase(java.util.Locale.ROOT), java.util.List.of(types).contains(type));
    }
    Files.writeString(descriptor, Toml.write(Map.of("types", flags, "metadata", new TreeMap<String, Object>(metadata))));
  }
}
