package dev.ingot.controller.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps pushes from filling the disk to the last byte: the database and the logs lie on it too. Thread-safe. */
final class DiskReserve {
  private final Path root;
  private final long minFreeBytes;

  DiskReserve(Path root, long minFreeBytes) {
    this.root = root;
    this.minFreeBytes = minFreeBytes;
  }

  /** @throws RegistryException NO_SPACE when less than the reserve is free */
  void require() {
    try {
      Durable.createDirectories(root);
      long free = Files.getFileStore(root).getUsableSpace();
      if (free < minFreeBytes) {
        throw full("only " + (free >> 20) + " MiB are free and the last " + (minFreeBytes >> 20) + " MiB are kept for the platform");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask how full the registry's disk is", e);
    }
  }

  /** A write failed: says so when it was for want of space, else throws what it was. */
  IOException explain(IOException failure) {
    String why = String.valueOf(failure.getMessage());
    if (why.contains("No space left on device") || why.contains("Disk quota exceeded")) {
      throw full("nothing of this request was kept");
    }
    return failure;
  }

  private static RegistryException full(String what) {
    return new RegistryException(RegistryError.NO_SPACE, "The registry's disk is full: " + what + "; delete images nobody needs, or ask an operator for room");
  }
}
