package dev.ingot.controller.buildpack;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.packages.archive.ArchiveLimits;
import dev.ingot.controller.packages.archive.AssembledPackage;
import dev.ingot.controller.packages.archive.ContentPool;
import dev.ingot.controller.packages.archive.PackageAssembler;
import dev.ingot.oci.layer.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Uploaded buildpacks under `<state-dir>/buildpacks/<sha256>`, checked and rewritten as packages are. Thread-safe. */
@Component
public class BuildpackFiles {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(100_000, 4L << 30, 250, 64L << 20);

  private final Path root;
  private final Path temporary;
  private final PackageAssembler assembler;

  BuildpackFiles(IngotProperties ingot) {
    this.root = ingot.stateDir().resolve("buildpacks");
    this.temporary = root.resolve("tmp");
    this.assembler = new PackageAssembler(new NoPool(temporary), LIMITS);
    prepare();
  }

  /** A checked zip that has no place yet. */
  record Checked(Path file, AssembledPackage contents) {}

  /**
   * Checks an upload, a zip or an image in a tar, and writes it anew as a zip, to a temporary file.
   *
   * @throws dev.ingot.controller.packages.archive.ArchiveException when it is refused
   */
  Checked check(Path upload) throws IOException {
    Path file = newTemporary();
    Path zip = newTemporary();
    try {
      Files.delete(file);
      boolean image = BuildpackImages.isTar(head(upload));
      if (image) {
        BuildpackImages.zip(upload, zip, temporary);
      }
      return new Checked(file, assembler.assemble(image ? zip : upload, List.of(), file));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
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
  void keep(Checked checked) throws IOException {
    try (FileChannel channel = FileChannel.open(checked.file(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(checked.file(), root.resolve(checked.contents().sha256()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new file for an upload on its way in; the caller deletes it. */
  public Path newTemporary() throws IOException {
    return Files.createTempFile(temporary, "buildpack", ".zip");
  }

  /** The stored zip with this digest (`sha256:…`). */
  public Optional<Path> find(String digest) {
    return digest.matches("sha256:[0-9a-f]{64}") ? Optional.of(place(digest)).filter(Files::isRegularFile) : Optional.empty();
  }

  void delete(String digest) {
    try {
      Files.deleteIfExists(place(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the bits of a buildpack: " + digest, e);
    }
  }

  private Path place(String digest) {
    return root.resolve(digest.substring("sha256:".length()));
  }

  private void prepare() {
    try {
      Files.createDirectories(temporary);
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path left : files.toList()) {
          Trees.delete(left);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + root + " for buildpacks; see that the controller's user may write there", e);
    }
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
