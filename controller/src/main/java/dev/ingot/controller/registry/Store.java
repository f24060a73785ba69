package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Where things lie below the registry's folder, and the lock between those who add (shared) and those who collect garbage (alone).
 * `blobs/<alg>/<aa>/<hex>` content · `repositories/<name>/_blobs/<alg>/<hex>` empty link · `…/_manifests/<alg>/<hex>` media type ·
 * `…/_tags/<tag>` digest · `…/_referrers/<alg>/<subject hex>/<alg>-<hex>` empty link · `uploads/<id>/{data,repository}` · `tmp`.
 * No part of a repository name starts with `_`, so the two cannot clash.
 */
final class Store {
  private final Path root;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  Store(Path root) {
    this.root = root;
  }

  Path blobsRoot() {
    return root.resolve("blobs");
  }

  Path blob(Digest digest) {
    return blobsRoot().resolve(digest.algorithm()).resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  Path repositoriesRoot() {
    return root.resolve("repositories");
  }

  Path repository(String name) {
    return repositoriesRoot().resolve(name);
  }

  Path blobLinks(String repository) {
    return repository(repository).resolve("_blobs");
  }

  Path blobLink(String repository, Digest digest) {
    return blobLinks(repository).resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path manifestLinks(String repository) {
    return repository(repository).resolve("_manifests");
  }

  Path manifestLink(String repository, Digest digest) {
    return manifestLinks(repository).resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path tags(String repository) {
    return repository(repository).resolve("_tags");
  }

  Path referrers(String repository, Digest subject) {
    return repository(repository).resolve("_referrers").resolve(subject.algorithm()).resolve(subject.hex());
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path temporaries() {
    return root.resolve("tmp");
  }

  /** A name nobody else uses. */
  Path temporary() {
    return temporaries().resolve(UUID.randomUUID().toString());
  }

  /** Runs work that adds or refreshes; the collector waits for it. Must not read from a client. */
  <T> T adding(Work<T> work) {
    return locked(lock.readLock(), work);
  }

  /** Runs work that removes what nobody uses, alone. Short pieces only. */
  <T> T collecting(Work<T> work) {
    return locked(lock.writeLock(), work);
  }

  private static <T> T locked(Lock held, Work<T> work) {
    held.lock();
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.unlock();
    }
  }

  /** Work on files. */
  interface Work<T> {
    T run() throws IOException;
  }
}
