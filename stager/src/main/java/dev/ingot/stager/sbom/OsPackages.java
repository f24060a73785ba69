package dev.ingot.stager.sbom;

import dev.ingot.oci.document.DebianPackage;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The Debian packages of run images, read once per layer from dpkg's status file and remembered for the last layers. Reading a layer costs
 * about as much as unpacking it, so it is done while the build runs. Thread-safe.
 */
public final class OsPackages {
  private static final int MAX_LAYERS = 16;

  private final Map<Digest, FutureTask<List<DebianPackage>>> known = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Digest, FutureTask<List<DebianPackage>>> eldest) {
      return size() > MAX_LAYERS;
    }
  };

  /** Starts to read in the background, so that {@link #of} has it when it is needed. Returns at once. */
  public void prepare(RegistryClient registry, String repository, Manifest image) {
    Thread.ofVirtual().name("packages of " + repository).start(() -> {
      try {
        of(registry, repository, image);
      } catch (IOException | RuntimeException e) {
        // tried again, and told, when it is needed
      }
    });
  }

  /** The packages as the highest layer with a status file tells; none when there is none, or no layer can be read. */
  public List<DebianPackage> of(RegistryClient registry, String repository, Manifest image) throws IOException {
    for (Descriptor layer : image.layers().reversed()) {
      List<DebianPackage> packages = of(registry, repository, layer);
      if (!packages.isEmpty()) {
        return packages;
      }
    }
    return List.of();
  }

  private List<DebianPackage> of(RegistryClient registry, String repository, Descriptor layer) throws IOException {
    var mine = new FutureTask<>(() -> read(registry, repository, layer));
    FutureTask<List<DebianPackage>> task;
    synchronized (known) {
      task = known.computeIfAbsent(layer.digest(), digest -> mine);
    }
    if (task == mine) {
      mine.run();
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("reading the packages of " + repository + " was stopped");
    } catch (ExecutionException e) {
      synchronized (known) {
        known.remove(layer.digest(), task);
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private static List<DebianPackage> read(RegistryClient registry, String repository, Descriptor layer) throws IOException {
    try (InputStream in = registry.openBlob(repository, layer.digest())) {
      return DebianPackage.of(in, layer.mediaType());
    } catch (LayerException e) {
      // an image by reference may have layers only its makers can read; it runs or fails without us
      return List.of();
    }
  }
}
