package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registry without HTTP or permissions. Thread-safe; all it knows is on disk, so a restart continues where it was. Every method
 * throws {@link RegistryException} for bad names and digests, before anything changes. Used by its HTTP door and by features that own images.
 */
public final class Registry {
  /** Tags or referrers in one answer, at most. */
  public static final int MAX_PAGE = 10_000;

  private final Store store;
  private final Limits limits;
  private final Blobs blobs;
  private final DiskReserve disk;
  private final Uploads uploads;
  private final Manifests manifests;
  private final GarbageCollector collector;
  private final Clock clock;

  /** @param root the registry's folder, made when it is missing */
  public Registry(Path root, Limits limits, Clock clock) {
    this.store = new Store(root);
    this.limits = limits;
    this.clock = clock;
    this.blobs = new Blobs(store, clock);
    this.disk = new DiskReserve(root, limits.minFreeBytes());
    this.uploads = new Uploads(store, blobs, disk, limits, clock);
    this.manifests = new Manifests(store, blobs, clock);
    this.collector = new GarbageCollector(store, limits, clock);
  }

  public Limits limits() {
    return limits;
  }

  /** The blob's file, not to be written to; empty when this repository does not have it. */
  public Optional<Path> blob(String repository, Digest digest) {
    Names.checkRepository(repository);
    return blobs.find(repository, digest);
  }

  /** False when the repository did not have it. */
  public boolean deleteBlob(String repository, Digest digest) {
    Names.checkRepository(repository);
    return blobs.unlink(repository, digest);
  }

  /**
   * Makes a blob visible here without sending it.
   *
   * @param from the repository to take it from, which the caller must be allowed to read; null = any, for callers who may read all
   * @return false when there is none: upload it
   */
  public boolean mount(String repository, Digest digest, @Nullable String from) {
    Names.checkRepository(repository);
    if (from == null) {
      return blobs.mountFromAnywhere(repository, digest);
    }
    Names.checkRepository(from);
    return blobs.mount(repository, digest, from);
  }

  /**
   * Opens an upload session and answers its id. TOOMANYREQUESTS when too many are open, NO_SPACE when the disk is nearly full.
   *
   * @param algorithm how the blob will probably be addressed, so that it is hashed while it comes in
   */
  public String openUpload(String repository, String algorithm) throws IOException {
    Names.checkRepository(repository);
    return uploads.open(repository, algorithm);
  }

  /** The same for SHA-256. */
  public String openUpload(String repository) throws IOException {
    return openUpload(repository, "sha256");
  }

  /** Bytes the session has. BLOB_UPLOAD_UNKNOWN when there is none. */
  public long uploadSize(String repository, String id) throws IOException {
    Names.checkRepository(repository);
    return uploads.size(repository, id);
  }

  /**
   * Adds a chunk, whole or not at all.
   *
   * @param from offset the chunk starts at, null when the client did not say; RANGE_INVALID unless it is the session's end
   * @param length bytes announced, -1 when not
   * @return bytes the session has now
   */
  public long append(String repository, String id, @Nullable Long from, long length, InputStream body) throws IOException {
    Names.checkRepository(repository);
    return uploads.append(repository, id, from, length, body);
  }

  /** Adds the last chunk (may be empty) and stores the blob. DIGEST_INVALID: nothing was stored, and the session is gone. */
  public void finishUpload(String repository, String id, @Nullable Long from, long length, InputStream body, Digest digest) throws IOException {
    Names.checkRepository(repository);
    uploads.finish(repository, id, from, length, body, digest);
  }

  /** Throws the session away. BLOB_UPLOAD_UNKNOWN when there is none. */
  public void cancelUpload(String repository, String id) throws IOException {
    Names.checkRepository(repository);
    uploads.cancel(repository, id);
  }

  /**
   * Stores a manifest under its digest and these tags. MANIFEST_INVALID, MANIFEST_BLOB_UNKNOWN, NO_SPACE: nothing was stored.
   *
   * @param contentType kept as it is; empty = what the manifest says of itself
   * @return the manifest's subject, if it has one
   */
  public Optional<Digest> putManifest(String repository, Digest digest, String contentType, byte[] bytes, List<String> tags) {
    Names.checkRepository(repository);
    if (!Digest.of(digest.algorithm(), bytes).equals(digest)) {
      throw new RegistryException(RegistryError.DIGEST_INVALID, "The manifest was announced as " + digest + " but its bytes are "
          + Digest.of(digest.algorithm(), bytes) + ": nothing was stored");
    }
    for (String tag : tags) {
      if (!Names.isTag(tag)) {
        throw new RegistryException(RegistryError.MANIFEST_INVALID, "'" + Texts.shown(tag)
            + "' is not a tag: use letters, digits, . _ - (not first), at most 128");
      }
    }
    disk.require();
    return manifests.put(repository, digest, contentType, bytes, tags);
  }

  /** By tag or digest; empty when there is none. DIGEST_INVALID for a reference that looks like a digest and is none. */
  public Optional<Manifest> manifest(String repository, String reference) throws IOException {
    Names.checkRepository(repository);
    return manifests.get(repository, reference);
  }

  /** Removes a tag, or by digest a manifest and its tags; false when there is none. The content is freed by a later collection. */
  public boolean deleteManifest(String repository, String reference) throws IOException {
    Names.checkRepository(repository);
    return manifests.delete(repository, reference);
  }

  /** All tags in ASCII order; empty also for a repository that does not exist. */
  public List<String> tags(String repository) throws IOException {
    Names.checkRepository(repository);
    return manifests.tags(repository);
  }

  /** Who refers to this digest; at most `limit`, in digest order after `last` (empty = from the first). An empty type means any. */
  public List<Manifest.Referrer> referrers(String repository, Digest subject, String artifactType, String last, int limit) throws IOException {
    Names.checkRepository(repository);
    return manifests.referrers(repository, subject, artifactType, last, limit);
  }

  /** Whether anything was ever pushed there and not removed as a whole. */
  public boolean exists(String repository) throws IOException {
    Names.checkRepository(repository);
    return Folders.children(store.repository(repository)).stream().anyMatch(child -> child.getFileName().toString().startsWith("_"));
  }

  /** All repositories, in order. */
  public List<String> repositories() throws IOException {
    return Folders.repositories(store.repositoriesRoot());
  }

  /** Forgets a repository: its tags, manifests and links. The content is freed by a later collection. Harmless when there is none. */
  public void deleteRepository(String repository) {
    Names.checkRepository(repository);
    store.collecting(() -> {
      for (Path child : Folders.children(store.repository(repository))) {
        if (child.getFileName().toString().startsWith("_")) {
          Folders.delete(child);
        }
      }
      return repository;
    });
  }

  /** Throws away resting uploads and content nothing names; safe at any time. Answers the bytes freed. */
  public long collectGarbage() throws IOException {
    uploads.expire(clock.instant().minus(limits.uploadIdle()));
    return collector.collect();
  }
}
