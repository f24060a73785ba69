package dev.ingot.controller.packages.archive;

import dev.ingot.oci.layer.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checked zips in one directory, each under its sha256, written aside and renamed when complete. Thread-safe. */
public final class ZipStore {
  private final Path root;
  private final Path temporary;
  private final String what;
  private final PackageAssembler assembler;

  /**
   * Makes the directory and empties what an earlier process left half written.
   *
   * @param what is stored, one word for errors and temporary names: `package`
   * @param pool of contents that zips share
   */
  public ZipStore(Path root, String what, ContentPool pool, ArchiveLimits limits) {
    this.root = root;
    this.temporary = root.resolve("tmp");
    this.what = what;
    this.assembler = new PackageAssembler(pool, limits);
    prepare();
  }

  /** A checked zip that has no place yet: {@link #keep} it or delete its file. */
  public record Checked(Path file, AssembledPackage contents) {}

  /**
   * Checks an upload and writes it anew, with the known files added, to a temporary file.
   *
   * @throws ArchiveException when it is refused; nothing of it is left but contents in the pool
   */
  public Checked check(@Nullable Path upload, List<KnownFile> known) throws IOException {
    Path file = newTemporary();
    try {
      Files.delete(file);
      return new Checked(file, assembler.assemble(upload, known, file));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Gives a checked zip its place; it is on the disk when this returns. */
  public void keep(Checked checked) throws IOException {
    try (FileChannel channel = FileChannel.open(checked.file(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(checked.file(), root.resolve(checked.contents().sha256()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new file for an upload on its way in; the caller deletes it. */
  public Path newTemporary() throws IOException {
    return Files.createTempFile(temporary, what, ".zip");
  }

  /** The stored zip with this digest (`sha256:…`); empty for anything else. */
  public Optional<Path> find(String digest) {
    return digest.matches("sha256:[0-9a-f]{64}") ? Optional.of(place(digest)).filter(Files::isRegularFile) : Optional.empty();
  }

  /** Deletes it; nothing happens when it is not there. */
  public void delete(String digest) {
    try {
      Files.deleteIfExists(place(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the bits of a " + what + ": " + digest, e);
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
      throw new UncheckedIOException("cannot use " + root + " for " + what + "s; see that the controller's user may write there", e);
    }
  }
}
