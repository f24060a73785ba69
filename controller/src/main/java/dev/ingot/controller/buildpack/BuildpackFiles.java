package dev.ingot.controller.buildpack;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.packages.archive.ArchiveLimits;
import dev.ingot.controller.packages.archive.ContentPool;
import dev.ingot.controller.packages.archive.ZipStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Uploaded buildpacks under `<state-dir>/buildpacks/<sha256>`, checked and rewritten as packages are. Thread-safe. */
@Component
public class BuildpackFiles {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(100_000, 4L << 30, 250, 64L << 20);

  private final Path temporary;
  private final ZipStore zips;

  BuildpackFiles(IngotProperties ingot) {
    Path root = ingot.stateDir().resolve("buildpacks");
    this.temporary = root.resolve("tmp");
    this.zips = new ZipStore(root, "buildpack", new NoPool(temporary), LIMITS);
  }

  /**
   * Checks an upload, a zip or an image in a tar, and writes it anew as a zip, to a temporary file.
   *
   * @throws dev.ingot.controller.packages.archive.ArchiveException when it is refused
   */
  ZipStore.Checked check(Path upload) throws IOException {
    if (!BuildpackImages.isTar(head(upload))) {
      return zips.check(upload, List.of());
    }
    Path zip = newTemporary();
    try {
      BuildpackImages.zip(upload, zip, temporary);
      return zips.check(zip, List.of());
    } finally {
      Files.deleteIfExists(zip);
    }
  }

  /** Whether a file that begins like this may be a buildpack: a zip, a tar or a tar.gz. @param head the first 512 bytes, or all there are */
  public static boolean readable(byte[] head) {
    boolean zip = head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    return zip || BuildpackImages.isTar(head);
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(512);
    }
  }

  /** Gives a checked zip its place. */
  void keep(ZipStore.Checked checked) throws IOException {
    zips.keep(checked);
  }

  /** A new file for an upload on its way in; the caller deletes it. */
  public Path newTemporary() throws IOException {
    return zips.newTemporary();
  }

  /** The stored zip with this digest (`sha256:…`). */
  public Optional<Path> find(String digest) {
    return zips.find(digest);
  }

  void delete(String digest) {
    zips.delete(digest);
  }

  /** Buildpacks share no files with apps. */
  private record NoPool(Path temporary) implements ContentPool {
    @Override
    public Optional<Path> find(String sha1) {
      return Optional.empty();
    }

    @Override
    public boolean keeps(long size) {
      return false;
    }

    @Override
    public Path newTemporary() throws IOException {
      return Files.createTempFile(temporary, "content", "");
    }

    @Override
    public void adopt(Path complete, String sha1) {
      throw new IllegalStateException("nothing is kept");
    }
  }
}
