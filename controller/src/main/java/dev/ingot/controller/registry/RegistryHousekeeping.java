package dev.ingot.controller.registry;

import dev.ingot.controller.registry.db.ImageOwners;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the registry small: forgets the images of apps and spaces that are gone, then frees what nothing names. One round every few hours. */
public final class RegistryHousekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHousekeeping.class);
  private final Registry registry;
  private final ImageOwners owners;
  private final Thread thread;

  /** Starts at once; the first round comes after one pause, so that starting stays quick. */
  public RegistryHousekeeping(Registry registry, ImageOwners owners, Duration pause) {
    this.registry = registry;
    this.owners = owners;
    this.thread = Thread.ofVirtual().name("registry-housekeeping").start(() -> rounds(pause));
  }

  private void rounds(Duration pause) {
    try {
      while (true) {
        Thread.sleep(pause);
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round; a failure is logged and the next round tries again. */
  void round() {
    try {
      for (String repository : registry.repositories()) {
        if (orphaned(repository)) {
          registry.deleteRepository(repository);
          LOG.info("Forgot the images in {}, whose app or space was deleted", repository);
        }
      }
      long freed = registry.collectGarbage();
      LOG.info("Registry housekeeping freed {} bytes", freed);
    } catch (IOException | RuntimeException e) {
      LOG.error("Registry housekeeping failed; it is tried again later", e);
    }
  }

  private boolean orphaned(String repository) {
    return switch (RepositoryName.of(repository)) {
      case RepositoryName.OfApp(String guid) -> owners.spaceOf(guid).isEmpty();
      case RepositoryName.OfSpace(String guid, String rest) -> !owners.isSpace(guid);
      case RepositoryName.Named named -> false;
      case RepositoryName.Other other -> false;
    };
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
