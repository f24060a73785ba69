package dev.ingot.cell.image;

import dev.ingot.cell.sys.WholeFile;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Unpacked layers, one directory each, shared read-only by all containers. A layer is in the store whole or not at all: unpacked aside,
 * then renamed. Users are counted in memory, told again after a restart. Thread-safe.
 */
public final class LayerStore {
  /** 96 bits of the diff id: short, because overlay takes all directories in one page of options. */
  private static final int KEY_CHARACTERS = 24;

  private final Path root;
  private final Clock clock;
  private final Map<String, Set<String>> users = new HashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /** Makes a directory with a layer's content; it does not exist before. */
  @FunctionalInterface
  interface Filler {
    void make(Path directory) throws IOException;
  }

  public LayerStore(Path root, Clock clock) throws IOException {
    this.root = root;
    this.clock = clock;
    Files.createDirectories(root);
    try (DirectoryStream<Path> halves = Files.newDirectoryStream(root, "{tmp-,.unpacking-}*")) {
      for (Path half : halves) {
        WholeFile.deleteTree(half);
      }
    }
  }

  static String key(Digest diffId) {
    return diffId.hex().substring(0, KEY_CHARACTERS);
  }

  /** Directory of the layer with this key. */
  public Path directory(String key) {
    return root.resolve(key);
  }

  /** Counts this user (an instance or a build) in for the layers, so that they stay. */
  public void hold(String user, List<String> keys) {
    synchronized (users) {
      keys.forEach(key -> users.computeIfAbsent(key, k -> new HashSet<>()).add(user));
    }
  }

  /** Counts the user out of every layer. */
  public void release(String user) {
    synchronized (users) {
      users.values().forEach(set -> set.remove(user));
      users.values().removeIf(Set::isEmpty);
    }
  }

  /** The layer's directory; filled first when it is not there. Others that want the same layer meanwhile wait. */
  Path get(Digest diffId, Filler filler) throws IOException {
    String key = key(diffId);
    Path dir = directory(key);
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      if (!Files.isDirectory(dir)) {
        Path half = root.resolve("tmp-" + UUID.randomUUID());
        try {
          filler.make(half);
          Files.writeString(root.resolve(key + ".size"), Long.toString(size(half)));
          Files.move(half, dir, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          WholeFile.deleteTree(half);
        }
      }
      touch(key);
      return dir;
    }
  }

  /** Removes layers nobody uses: those not wanted for `age`, and the longest unused while all together hold more than `bytes`. */
  public void collect(Duration age, long bytes) throws IOException {
    List<Layer> layers = layers();
    long total = layers.stream().mapToLong(Layer::bytes).sum();
    Instant oldest = clock.instant().minus(age);
    for (Layer layer : layers) {
      if (layer.used.isBefore(oldest) || total > bytes) {
        total -= remove(layer.key) ? layer.bytes : 0;
      }
    }
  }

  private record Layer(String key, Instant used, long bytes) {}

  private List<Layer> layers() throws IOException {
    List<Layer> found = new ArrayList<>();
    try (DirectoryStream<Path> sizes = Files.newDirectoryStream(root, "*.size")) {
      for (Path file : sizes) {
        String key = file.getFileName().toString().replace(".size", "");
        found.add(new Layer(key, Files.getLastModifiedTime(file).toInstant(), Long.parseLong(Files.readString(file).trim())));
      }
    }
    found.sort(Comparator.comparing(Layer::used));
    return found;
  }

  private boolean remove(String key) throws IOException {
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      Path aside = root.resolve("tmp-" + UUID.randomUUID());
      synchronized (users) {
        if (users.containsKey(key)) {
          return false;
        }
        if (Files.isDirectory(directory(key))) {
          Files.move(directory(key), aside, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      WholeFile.deleteTree(aside);
      Files.deleteIfExists(root.resolve(key + ".size"));
      return true;
    }
  }

  private void touch(String key) throws IOException {
    Files.setLastModifiedTime(root.resolve(key + ".size"), FileTime.from(clock.instant()));
  }

  private static long size(Path dir) throws IOException {
    try (Stream<Path> tree = Files.walk(dir)) {
      return tree.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).mapToLong(LayerStore::length).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
