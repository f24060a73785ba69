package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.sys.WholeFile;
import dev.ingot.oci.buildpackage.Buildpackage;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.registry.ImageReference;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryImage;
import dev.ingot.stager.analyze.ImageRegistries;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.prepare.PackageUnzipper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Buildpacks that operators uploaded, unpacked once per cell below `<state>/buildpacks/<sha256>`. Those no build uses are kept up to {@link #KEPT}, the
 * latest used ones. Thread-safe.
 */
final class UploadedBuildpacks {
  static final int KEPT = 20;
  private static final long MAX_BYTES = 4L << 30;
  private static final Pattern COMPLETE = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> SCRIPTS = List.of("detect", "build", "generate", "supply", "finalize", "compile", "release");

  private final CellConfig config;
  private final ImageRegistries registries;
  private final Path root;
  private final Clock clock;
  private final Map<Path, Integer> users = new HashMap<>();
  private final Map<String, Fetch> fetches = new HashMap<>();

  /** Somebody brings this one here, or waits for who does. */
  private static final class Fetch {
    final ReentrantLock lock = new ReentrantLock();
    int waiting;
  }

  /** @param registries where images of buildpacks lie */
  UploadedBuildpacks(CellConfig config, ImageRegistries registries, Clock clock) throws IOException {
    this.config = config;
    this.registries = registries;
    this.root = config.stateDir().resolve("buildpacks");
    this.clock = clock;
    Files.createDirectories(root);
    for (Path left : children()) {
      if (!COMPLETE.matcher(left.getFileName().toString()).matches()) {
        WholeFile.deleteTree(left);
      }
    }
  }

  /**
   * Has the uploaded buildpacks and buildpack images of a build here until {@link #release}: digest, or reference of the image → directory. Builds that
   * want the same wait for one another, others do not: a registry somewhere may take its time.
   *
   * @throws IOException when one cannot be had; none is held then
   */
  Map<String, Path> hold(Stage stage) throws IOException, InterruptedException {
    Map<String, Path> held = new HashMap<>();
    boolean complete = false;
    try {
      for (StageBuildpack one : stage.getOrderList()) {
        String key = one.hasImage() ? one.getImage().getReference() : one.getDigest();
        if (!key.isEmpty() && one.getProblem().isEmpty() && !held.containsKey(key)) {
          held.put(key, hold(one, key));
        }
      }
      complete = true;
      return held;
    } finally {
      if (!complete) {
        release(held);
      }
    }
  }

  private Path hold(StageBuildpack one, String key) throws IOException, InterruptedException {
    Fetch fetch;
    synchronized (this) {
      fetch = fetches.computeIfAbsent(key, unknown -> new Fetch());
      fetch.waiting++;
    }
    try {
      fetch.lock.lockInterruptibly();
      try {
        return one.hasImage() ? pulled(one) : fetched(one);
      } finally {
        fetch.lock.unlock();
      }
    } finally {
      synchronized (this) {
        if (--fetch.waiting == 0) {
          fetches.remove(key);
        }
      }
    }
  }

  /** Counts a user of a directory that is there; false when it is not. */
  private synchronized boolean use(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    Files.setLastModifiedTime(directory, FileTime.from(clock.instant()));
    users.merge(directory, 1, Integer::sum);
    return true;
  }

  /** Makes it {@link #use} with what `unpack` leaves there, unless somebody else was faster. */
  private Path used(Path directory, Unpacking unpack) throws IOException {
    while (!use(directory)) {
      unpack.to(directory);
    }
    return directory;
  }

  /** Makes a directory, at once and whole. */
  private interface Unpacking {
    void to(Path directory) throws IOException;
  }

  /** Ends a {@link #hold}. */
  synchronized void release(Map<String, Path> held) throws IOException {
    held.values().forEach(directory -> users.computeIfPresent(directory, (key, count) -> count == 1 ? null : count - 1));
    List<Path> unused = children().stream().filter(path -> COMPLETE.matcher(path.getFileName().toString()).matches() && !users.containsKey(path)).toList();
    for (Path path : unused.stream().sorted(Comparator.comparing(UploadedBuildpacks::lastUsed).reversed()).skip(KEPT).toList()) {
      WholeFile.deleteTree(path);
    }
  }

  /** A buildpackage or builder of a registry; a tag is looked up each time, what it names is unpacked once. */
  private Path pulled(StageBuildpack one) throws IOException {
    DockerSource source = one.getImage();
    try {
      ImageReference reference = ImageReference.parse(source.getReference());
      RegistryClient client = registries.of(Image.newBuilder().setRegistry(source.getRegistry()).setUsername(source.getUsername())
          .setPassword(source.getPassword()).setAuthorities(source.getAuthorities()).build());
      Manifest manifest = client.getManifest(reference.repository(), reference.reference());
      return used(root.resolve(Digest.sha256(manifest.toBytes()).hex()), directory -> {
        try {
          Buildpackage.unpack(new RegistryImage(client, reference.repository(), manifest), directory);
        } catch (java.nio.file.FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
          // another reference leads to the same image, and was unpacked meanwhile
        }
      });
    } catch (IOException | ImageFormatException | IllegalArgumentException e) {
      throw new IOException("buildpack '" + one.getName() + "' cannot be had: " + e.getMessage(), e);
    }
  }

  private Path fetched(StageBuildpack one) throws IOException {
    Digest digest = Digest.of(one.getDigest());
    if (!digest.algorithm().equals("sha256")) {
      throw new IOException("the digest of buildpack '" + one.getName() + "' is no sha256");
    }
    return used(root.resolve(digest.hex()), directory -> {
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
    });
  }

  /** Archives made on other systems know no permissions; what is in bin is to be run, by everybody. Classic buildpacks may be one directory deeper. */
  private static void runnable(Path buildpack) throws IOException {
    Files.setPosixFilePermissions(buildpack, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Stream<Path> all = Files.list(buildpack)) {
      for (Path directory : Stream.concat(Stream.of(buildpack), all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))).toList()) {
        for (String name : SCRIPTS) {
          Path file = directory.resolve("bin").resolve(name);
          if (Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
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
