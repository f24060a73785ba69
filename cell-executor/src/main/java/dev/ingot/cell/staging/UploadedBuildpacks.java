package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.sys.WholeFile;
import dev.ingot.oci.image.Digest;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.prepare.PackageUnzipper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Buildpacks that operators uploaded, unpacked once per cell below `<state>/buildpacks/<sha256>`. Those no build uses are kept up to {@link #KEPT}, the
 * latest used ones. Thread-safe.
 */
final class UploadedBuildpacks {
  static final int KEPT = 20;
  private static final long MAX_BYTES = 4L << 30;

  private final CellConfig config;
  private final Path root;
  private final Clock clock;
  private final Map<String, Integer> users = new HashMap<>();

  UploadedBuildpacks(CellConfig config, Clock clock) throws IOException {
    this.config = config;
    this.root = config.stateDir().resolve("buildpacks");
    this.clock = clock;
    Files.createDirectories(root);
    for (Path left : children()) {
      if (!left.getFileName().toString().matches("[0-9a-f]{64}")) {
        WholeFile.deleteTree(left);
      }
    }
  }

  /**
   * Has the uploaded buildpacks of a build here until {@link #release}: digest → directory.
   *
   * @throws IOException when one cannot be had; none is held then
   */
  synchronized Map<String, Path> hold(Stage stage) throws IOException {
    Map<String, Path> held = new HashMap<>();
    try {
      for (StageBuildpack one : stage.getOrderList()) {
        if (!one.getDigest().isEmpty() && one.getProblem().isEmpty() && !held.containsKey(one.getDigest())) {
          Path directory = fetched(one);
          users.merge(one.getDigest(), 1, Integer::sum);
          held.put(one.getDigest(), directory);
        }
      }
      return held;
    } catch (IOException e) {
      release(held);
      throw e;
    }
  }

  /** Ends a {@link #hold}. */
  synchronized void release(Map<String, Path> held) throws IOException {
    held.keySet().forEach(digest -> users.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1));
    List<Path> unused = children().stream().filter(path -> !users.containsKey("sha256:" + path.getFileName())).toList();
    for (Path path : unused.stream().sorted(Comparator.comparing(UploadedBuildpacks::lastUsed).reversed()).skip(KEPT).toList()) {
      WholeFile.deleteTree(path);
    }
  }

  private Path fetched(StageBuildpack one) throws IOException {
    Digest digest = Digest.of(one.getDigest());
    if (!digest.algorithm().equals("sha256")) {
      throw new IOException("the digest of buildpack '" + one.getName() + "' is no sha256");
    }
    Path directory = root.resolve(digest.hex());
    if (!Files.isDirectory(directory)) {
      Path zip = Files.createTempFile(root, "new", ".zip");
      Path work = Files.createTempDirectory(root, "new");
      try {
        new PackageDownload(config).fetch(one.getPath(), one.getDigest(), zip);
        new PackageUnzipper(work, MAX_BYTES).unzip(zip);
        runnable(work);
        Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | StageException e) {
        throw new IOException("buildpack '" + one.getName() + "' cannot be had: " + e.getMessage(), e);
      } finally {
        Files.deleteIfExists(zip);
        WholeFile.deleteTree(work);
      }
    }
    Files.setLastModifiedTime(directory, FileTime.from(clock.instant()));
    return directory;
  }

  /** Archives made on other systems know no permissions; what is in bin is to be run, by everybody. */
  private static void runnable(Path buildpack) throws IOException {
    Files.setPosixFilePermissions(buildpack, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("detect", "build", "generate")) {
      Path file = buildpack.resolve("bin").resolve(name);
      if (Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      return all.toList();
    }
  }

  private static FileTime lastUsed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
