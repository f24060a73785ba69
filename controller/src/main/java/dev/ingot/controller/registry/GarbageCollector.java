package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Frees what nothing names any more. Manifests stay until they are deleted: droplets name them by digest, which the registry cannot see.
 * Everything a push adds or is told exists becomes young, and nothing younger than the grace time is touched, so a push may run at
 * any moment: each removal looks at the age again while no push can write.
 */
final class GarbageCollector {
  private final Store store;
  private final Limits limits;
  private final Clock clock;

  GarbageCollector(Store store, Limits limits, Clock clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  /** One round; answers the bytes freed. */
  long collect() throws IOException {
    // Alone for a moment: pushes that began before are through and seen below; those that begin after are younger than this, however long
    // a machine that slept made them take.
    Instant youngest = store.collecting(clock::instant).minus(limits.grace());
    Set<Digest> linked = new HashSet<>();
    for (String repository : Folders.repositories(store.repositoriesRoot())) {
      collectLinks(repository, youngest, linked);
    }
    long freed = 0;
    for (String algorithm : Digest.ALGORITHMS) {
      for (Path shelf : Folders.children(store.blobsRoot().resolve(algorithm))) {
        for (Path blob : Folders.children(shelf)) {
          String digest = algorithm + ":" + blob.getFileName();
          if (!Digest.isDigest(digest) || !linked.contains(Digest.of(digest))) {
            freed += removeIfOld(blob, youngest);
          }
        }
      }
    }
    for (Path temporary : Folders.children(store.temporaries())) {
      removeIfOld(temporary, youngest);
    }
    return freed;
  }

  /** Drops links no manifest of the repository names; adds what stays linked. */
  private void collectLinks(String repository, Instant youngest, Set<Digest> linked) throws IOException {
    Set<Digest> named = new HashSet<>();
    for (Digest manifest : Folders.digests(store.manifestLinks(repository))) {
      linked.add(manifest);
      named.addAll(blobsOf(manifest));
    }
    for (Digest blob : Folders.digests(store.blobLinks(repository))) {
      Path link = store.blobLink(repository, blob);
      if (!named.contains(blob)) {
        removeIfOld(link, youngest);
      }
      if (Files.exists(link)) {
        linked.add(blob);
      }
    }
  }

  private Set<Digest> blobsOf(Digest manifest) throws IOException {
    try {
      return Set.copyOf(new HashSet<>(ManifestContent.parse(Files.readAllBytes(store.blob(manifest))).blobs()));
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  private long removeIfOld(Path file, Instant youngest) {
    try {
      return isOld(file, youngest) ? store.collecting(() -> {
        if (!isOld(file, youngest)) {
          return 0L;
        }
        long size = Files.size(file);
        return Durable.delete(file) ? size : 0L;
      }) : 0L;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOld(Path file, Instant youngest) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(youngest);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
