package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Content by digest, and the links that make it visible in a repository. Thread-safe. */
final class Blobs {
  private final Store store;
  private final Clock clock;

  Blobs(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The blob's file if the repository has it. Asking keeps it from being collected for the grace time: clients that see it do not send it. */
  Optional<Path> find(String repository, Digest digest) {
    return store.adding(() -> refresh(repository, digest) ? Optional.of(store.blob(digest)) : Optional.empty());
  }

  /** Takes over a synced file whose digest was verified, and links it. The file is gone afterwards. */
  void adopt(String repository, Digest digest, Path verified) {
    store.adding(() -> {
      place(digest, verified);
      link(repository, digest);
      return digest;
    });
  }

  /** Makes a blob of one repository visible in another, without copying; false when the source does not have it. */
  boolean mount(String repository, Digest digest, String from) {
    return store.adding(() -> refresh(from, digest) && linkExisting(repository, digest));
  }

  /** Links a blob that any repository has; for callers that may read every repository. False when there is none. */
  boolean mountFromAnywhere(String repository, Digest digest) {
    return store.adding(() -> linkExisting(repository, digest));
  }

  /** Takes the blob out of the repository; the content stays until it is collected. False when the repository did not have it. */
  boolean unlink(String repository, Digest digest) {
    return store.adding(() -> Durable.delete(store.blobLink(repository, digest)));
  }

  /** Only within {@link Store#adding}. */
  void place(Digest digest, Path verified) throws IOException {
    Path blob = store.blob(digest);
    Durable.touch(verified, clock.instant());
    if (Durable.touch(blob, clock.instant())) {
      Files.delete(verified);
    } else {
      Durable.move(verified, blob);
    }
  }

  /** Only within {@link Store#adding}: true when the repository has it, which is then young again. */
  boolean refresh(String repository, Digest digest) throws IOException {
    return Durable.touch(store.blobLink(repository, digest), clock.instant()) && Durable.touch(store.blob(digest), clock.instant());
  }

  private boolean linkExisting(String repository, Digest digest) throws IOException {
    if (!Durable.touch(store.blob(digest), clock.instant())) {
      return false;
    }
    link(repository, digest);
    return true;
  }

  private void link(String repository, Digest digest) throws IOException {
    Path link = store.blobLink(repository, digest);
    if (!Durable.touch(link, clock.instant())) {
      Durable.write(store.temporary(), link, new byte[0]);
      Durable.touch(link, clock.instant());
    }
  }
}
