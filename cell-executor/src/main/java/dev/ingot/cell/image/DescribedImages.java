package dev.ingot.cell.image;

import dev.ingot.cell.sys.WholeFile;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two documents of images this cell has used, `<digest>.manifest` and `<digest>.config`, so that an image whose layers are here is started
 * without its registry. Thread-safe.
 */
final class DescribedImages {
  private static final int MAX_FILES = 4000;
  private static final String MANIFEST = ".manifest";
  private static final String CONFIG = ".config";
  private final Path root;

  /** What an image consists of, and how it is run. */
  record Described(Manifest manifest, ImageConfig config) {}

  DescribedImages(Path root) throws IOException {
    this.root = Files.createDirectories(root);
  }

  /** Empty also for files that cannot be read: the registry is asked then. */
  Optional<Described> find(Digest image) throws IOException {
    try {
      Path manifest = root.resolve(image.hex() + MANIFEST);
      Path config = root.resolve(image.hex() + CONFIG);
      Described found = new Described(Manifest.parse(Files.readAllBytes(manifest), ""), ImageConfig.parse(Files.readAllBytes(config)));
      FileTime now = FileTime.from(Instant.now());
      Files.setLastModifiedTime(manifest, now);
      Files.setLastModifiedTime(config, now);
      return Optional.of(found);
    } catch (NoSuchFileException | ImageFormatException e) {
      return Optional.empty();
    }
  }

  synchronized void put(Digest image, Described what) throws IOException {
    WholeFile.write(root.resolve(image.hex() + CONFIG), what.config().toBytes());
    WholeFile.write(root.resolve(image.hex() + MANIFEST), what.manifest().toBytes());
    trim();
  }

  /** Forgets those that were not used for the longest time. */
  private void trim() throws IOException {
    try (Stream<Path> all = Files.list(root)) {
      List<Path> files = all.toList();
      if (files.size() > MAX_FILES) {
        for (Path file : files.stream().sorted(Comparator.comparing(DescribedImages::used)).limit(files.size() - MAX_FILES / 2).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
