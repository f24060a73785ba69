package dev.ingot.controller.packages;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.packages.archive.ArchiveLimits;
import dev.ingot.controller.packages.archive.AssembledPackage;
import dev.ingot.controller.packages.archive.ContentPool;
import dev.ingot.controller.packages.archive.KnownFile;
import dev.ingot.controller.packages.archive.PackageAssembler;
import dev.ingot.controller.resource.ResourcePool;
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
import org.springframework.stereotype.Component;

/** Stored zips under `<state-dir>/packages/<sha256>`, written aside and renamed when complete. Thread-safe. */
@Component
public class PackageFiles {
  private static final long RATIO_FROM = 64L << 20;
  private static final int MAX_RATIO = 250;

  private final Path root;
  private final Path temporary;
  private final PackageAssembler assembler;

  PackageFiles(IngotProperties ingot, PackageProperties properties, ResourcePool pool) {
    this.root = ingot.stateDir().resolve("packages");
    this.temporary = root.resolve("tmp");
    this.assembler = new PackageAssembler(new Pool(pool),
        new ArchiveLimits(properties.maxEntries(), properties.maxUnpacked().toBytes(), MAX_RATIO, RATIO_FROM));
    prepare();
  }

  /**
   * Assembles and stores a package.
   *
   * @throws dev.ingot.controller.packages.archive.ArchiveException when the upload is refused; nothing of it is left but contents in the pool
   */
  AssembledPackage store(@Nullable Path upload, List<KnownFile> known) throws IOException {
    Path file = newTemporary();
    try {
      Files.delete(file);
      AssembledPackage done = assembler.assemble(upload, known, file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(file, root.resolve(done.sha256()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return done;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** A new file for an upload on its way in; the caller deletes it. */
  public Path newTemporary() throws IOException {
    return Files.createTempFile(temporary, "package", ".zip");
  }

  /** The stored zip with this digest (`sha256:…`). */
  public Optional<Path> find(String digest) {
    return Optional.of(place(digest)).filter(Files::isRegularFile);
  }

  void delete(String digest) {
    try {
      Files.deleteIfExists(place(digest));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the bits of a package: " + digest, e);
    }
  }

  private Path place(String digest) {
    return root.resolve(digest.substring("sha256:".length()));
  }

  private void prepare() {
    try {
      Files.createDirectories(temporary);
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + root + " for packages; see that the controller's user may write there", e);
    }
  }

  /** The pool as the assembler sees it. */
  private record Pool(ResourcePool pool) implements ContentPool {
    @Override
    public Optional<Path> find(String sha1) {
      return pool.find(sha1);
    }

    @Override
    public boolean keeps(long size) {
      return pool.keeps(size);
    }

    @Override
    public Path newTemporary() throws IOException {
      return pool.newTemporary();
    }

    @Override
    public void adopt(Path complete, String sha1) throws IOException {
      pool.adopt(complete, sha1);
    }
  }
}
