package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.CacheLayer;
import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The build caches of apps, `<state>/cache/<app guid>`, each with the version it was filled under in `<app guid>.version` (decision 0012). What is
 * inside is the stager's; sizes are of regular files, links are not followed. Those that no build opened for {@link #KEPT} are removed. Thread-safe.
 */
public final class BuildCaches {
  static final Duration KEPT = Duration.ofDays(30);
  private static final Logger LOG = System.getLogger(BuildCaches.class.getName());
  private static final String VERSION = ".version";
  private static final String GONE = ".gone-";
  private static final int MAX_LAYERS = 500;

  private final Path root;
  private final Clock clock;
  private final Map<String, Integer> users = new HashMap<>();

  BuildCaches(Path root, Clock clock) throws IOException {
    this.root = root;
    this.clock = clock;
    Files.createDirectories(root);
    for (Path child : children(root)) {
      String name = child.getFileName().toString();
      if (name.startsWith(GONE)) {
        WholeFile.deleteTree(child);
      } else if (!name.endsWith(VERSION) && !Files.exists(root.resolve(name + VERSION))) {
        Files.writeString(root.resolve(name + VERSION), "");
      }
    }
  }

  /** A cache that a build works with. @param cleared what was there was of an older version and is gone */
  record Opened(Path directory, boolean cleared) {}

  /** The app's cache, kept from being removed until {@link #close}; emptied first when somebody has cleared it since it was filled. */
  synchronized Opened open(String app, String version) throws IOException {
    removeOld();
    Path cache = root.resolve(app);
    Path filled = root.resolve(app + VERSION);
    boolean cleared = false;
    if (!(Files.exists(filled) ? Files.readString(filled) : "").equals(version)) {
      cleared = Files.exists(cache, LinkOption.NOFOLLOW_LINKS);
      WholeFile.deleteTree(cache);
    }
    // Written each time: its time is when the cache was used last.
    Files.writeString(filled, version);
    Files.setLastModifiedTime(filled, FileTime.from(clock.instant()));
    users.merge(app, 1, Integer::sum);
    return new Opened(cache, cleared);
  }

  synchronized void close(String app) {
    users.computeIfPresent(app, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Answers a question of the controller, and removes when it says so; what is told is what was there before. May take seconds. */
  CacheReport answer(CacheQuery query) {
    CacheReport.Builder report = CacheReport.newBuilder().setQueryId(query.getQueryId());
    try {
      if (query.getAppGuid().isEmpty()) {
        for (Path child : children(root)) {
          if (query.getRemove() && StagingWorker.name(child.getFileName().toString())) {
            report.setInUse(remove(child.getFileName().toString()) || report.getInUse());
          }
        }
      } else if (StagingWorker.name(query.getAppGuid())) {
        describe(query.getAppGuid(), report);
        if (query.getRemove()) {
          report.setInUse(remove(query.getAppGuid()));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "The build caches in " + root + " cannot be " + (query.getRemove() ? "removed" : "read"), e);
      report.setProblem(String.valueOf(e.getMessage()));
    }
    return report.build();
  }

  /** Moved away under the lock, deleted outside of it: a build may begin meanwhile. True = a build works with it, nothing was done. */
  private boolean remove(String app) throws IOException {
    Path gone = root.resolve(GONE + UUID.randomUUID());
    synchronized (this) {
      if (users.containsKey(app)) {
        return true;
      }
      Files.deleteIfExists(root.resolve(app + VERSION));
      if (!Files.exists(root.resolve(app), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Files.move(root.resolve(app), gone, StandardCopyOption.ATOMIC_MOVE);
    }
    WholeFile.deleteTree(gone);
    return false;
  }

  private void removeOld() throws IOException {
    Instant before = clock.instant().minus(KEPT);
    for (Path child : children(root)) {
      String name = child.getFileName().toString();
      String app = name.substring(0, Math.max(0, name.length() - VERSION.length()));
      if (name.endsWith(VERSION) && !users.containsKey(app) && Files.getLastModifiedTime(child).toInstant().isBefore(before)) {
        WholeFile.deleteTree(root.resolve(app));
        Files.delete(child);
      }
    }
  }

  private void describe(String app, CacheReport.Builder report) throws IOException {
    Path cache = root.resolve(app);
    Path filled = root.resolve(app + VERSION);
    synchronized (this) {
      report.setInUse(users.containsKey(app));
    }
    if (Files.exists(filled)) {
      report.setVersion(Files.readString(filled)).setUsedAtMillis(Files.getLastModifiedTime(filled).toMillis());
    }
    if (!Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    report.setExists(true);
    List<CacheLayer> layers = new ArrayList<>();
    long size = 0;
    for (Path child : children(cache)) {
      boolean ofBuildpacks = child.getFileName().toString().equals("layers");
      for (Path part : ofBuildpacks ? grandchildren(child) : List.of(child)) {
        long bytes = size(part);
        size += bytes;
        if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS) && layers.size() < MAX_LAYERS) {
          layers.add(CacheLayer.newBuilder().setName((ofBuildpacks ? child : cache).relativize(part).toString()).setSizeBytes(bytes).build());
        }
      }
    }
    report.setSizeBytes(size).addAllLayers(layers);
  }

  private static List<Path> grandchildren(Path directory) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path child : children(directory)) {
      all.addAll(Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) ? children(child) : List.of(child));
    }
    return all;
  }

  /** Sorted by name; empty for what is not there: a build may move layers away at any time. */
  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    }
  }

  private static long size(Path tree) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(tree, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
        return FileVisitResult.CONTINUE;
      }
    });
    return bytes[0];
  }
}
