package dev.ingot.stager.export;

import dev.ingot.oci.document.Referrer;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sbom.Inventory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * SBOM and provenance of an image. What the image contains is found in the background while its layers are made; the documents are stored
 * when it is complete. An image without them is no failure: the log says so.
 */
final class Documents implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final FutureTask<Inventory> inventory;
  private final LogSink log;

  /** Starts to look. @param look finds the components; nothing it reads may change before {@link #close} */
  Documents(Callable<Inventory> look, LogSink log) {
    this.inventory = new FutureTask<>(look);
    this.log = log;
    Thread.ofVirtual().name("inventory").start(inventory);
  }

  /** Stores what the image lacks: one that was made before keeps what it has. @param provenance made only when it is needed */
  void store(RegistryClient registry, String repository, Digest image, Function<Digest, byte[]> provenance) {
    try {
      var referrers = new Referrers(registry, repository, image);
      var there = referrers.types();
      if (!there.contains(Referrer.SBOM)) {
        Inventory found = inventory.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        referrers.add(Referrer.SBOM, found.cycloneDx(repository, image.value()));
        log.line(false, "SBOM of " + found.size() + " components");
      }
      if (!there.contains(Referrer.PROVENANCE)) {
        referrers.add(Referrer.PROVENANCE, provenance.apply(image));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      log.line(true, "the image has no SBOM: looking for what it contains took more than " + LIMIT.toSeconds() + " s");
    } catch (IOException | ExecutionException e) {
      log.line(true, "the image has no SBOM or provenance: " + (e instanceof ExecutionException ? String.valueOf(e.getCause()) : e.getMessage()));
    }
  }

  @Override
  public void close() {
    inventory.cancel(true);
  }
}
