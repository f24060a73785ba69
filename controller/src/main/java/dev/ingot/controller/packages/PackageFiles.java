package dev.ingot.controller.packages;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.packages.archive.ArchiveLimits;
import dev.ingot.controller.packages.archive.AssembledPackage;
import dev.ingot.controller.packages.archive.ContentPool;
import dev.ingot.controller.packages.archive.KnownFile;
import dev.ingot.controller.packages.archive.ZipStore;
import dev.ingot.controller.resource.ResourcePool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stored zips of packages under `<state-dir>/packages/<sha256>`. Thread-safe. */
@Component
public class PackageFiles {
  private static final long RATIO_FROM = 64L << 20;
  private static final int MAX_RATIO = 250;

  private final ZipStore zips;

  PackageFiles(IngotProperties ingot, PackageProperties properties, ResourcePool pool) {
    this.zips = new ZipStore(ingot.stateDir().resolve("packages"), "package", new Pool(pool),
        new ArchiveLimits(properties.maxEntries(), properties.maxUnpacked().toBytes(), MAX_RATIO, RATIO_FROM));
  }

  /**
   * Assembles and stores a package.
   *
   * @throws dev.ingot.controller.packages.archive.ArchiveException when the upload is refused; nothing of it is left but contents in the pool
   */
  AssembledPackage store(@Nullable Path upload, List<KnownFile> known) throws IOException {
    ZipStore.Checked checked = zips.check(upload, known);
    try {
      zips.keep(checked);
      return checked.contents();
    } finally {
      Files.deleteIfExists(checked.file());
    }
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
