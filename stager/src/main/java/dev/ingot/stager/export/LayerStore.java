package dev.ingot.stager.export;

import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.analyze.StackImages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Collects the layers of the image and brings to the registry what it lacks; a diff ID of the previous image is neither compressed nor sent. */
final class LayerStore implements AutoCloseable {
  /** Layers on their way at once. */
  private static final int UPLOADS = 4;

  private final RegistryClient registry;
  private final String repository;
  private final PreviousImage previous;
  private final Path scratch;
  private final List<Descriptor> descriptors = new ArrayList<>();
  private final List<StagedLayer> told = new ArrayList<>();
  private final LocalLayers local;
  private final List<FutureTask<Void>> uploads = new ArrayList<>();
  private ImageConfig config;

  LayerStore(RegistryClient registry, String repository, PreviousImage previous, Path scratch, ImageConfig config,
      LocalLayers local) {
    this.registry = registry;
    this.repository = repository;
    this.previous = previous;
    this.scratch = scratch;
    this.config = config;
    this.local = local;
  }

  /** Writes the entries of a layer; called up to twice, and nothing changes meanwhile. */
  interface Content {
    void write(LayerTarWriter tar) throws IOException;
  }

  /** The diff ID of this content, without keeping the bytes. */
  static Digest diffId(Content content) throws IOException {
    try (var tar = LayerTarWriter.plain(OutputStream.nullOutputStream())) {
      content.write(tar);
      return tar.finish().diffId();
    }
  }

  /** Adds a layer on top and returns its diff ID. */
  Digest add(String createdBy, Content content) throws IOException {
    return add(createdBy, Optional.empty(), content);
  }

  /** As {@link #add(String, Content)}. @param diffId when it is known already; the content is then read only when it must be sent */
  Digest add(String createdBy, Optional<Digest> diffId, Content content) throws IOException {
    if (!previous.blobs().isEmpty()) {
      Digest found = diffId.isPresent() ? diffId.get() : diffId(content);
      if (previous.blobs().containsKey(found)) {
        reuse(createdBy, found);
        return found;
      }
    }
    Path file = scratch.resolve("layer-" + descriptors.size() + ".tar.gz");
    Layer layer;
    try (var tar = LayerTarWriter.gzip(file)) {
      content.write(tar);
      layer = tar.finish();
    }
    boolean there = registry.hasBlob(repository, layer.descriptor().digest());
    local.offer(layer, file);
    if (there) {
      Files.delete(file);
    } else {
      while (uploads.size() >= UPLOADS) {
        join(uploads.removeFirst());
      }
      uploads.add(send(layer, file));
    }
    push(createdBy, layer.diffId(), layer.descriptor(), there);
    return layer.diffId();
  }

  /** In the background: the next layer is compressed meanwhile. */
  private FutureTask<Void> send(Layer layer, Path file) {
    var task = new FutureTask<Void>(() -> {
      registry.putBlob(repository, layer.descriptor().digest(), file);
      Files.delete(file);
      return null;
    });
    Thread.ofVirtual().name("upload " + layer.descriptor().digest().shortHex()).start(task);
    return task;
  }

  /** Returns when all that was added is in the registry. */
  void await() throws IOException {
    while (!uploads.isEmpty()) {
      join(uploads.removeFirst());
    }
  }

  private static void join(FutureTask<Void> upload) throws IOException {
    try {
      upload.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      upload.cancel(true);
      throw new java.io.InterruptedIOException("sending layers was stopped");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException("sending a layer failed: " + e.getCause(), e.getCause());
    }
  }

  /** Stops what is still being sent. */
  @Override
  public void close() {
    uploads.forEach(upload -> upload.cancel(true));
  }

  /** Adds a layer of the previous image by its diff ID. */
  void reuse(String createdBy, Digest diffId) throws IOException {
    Descriptor descriptor = java.util.Objects.requireNonNull(previous.blobs().get(diffId));
    boolean there = registry.hasBlob(repository, descriptor.digest());
    if (!there) {
      try {
        bring(descriptor.digest(), previous.source());
      } catch (RegistryException e) {
        throw e.status() != 404 ? e : new IOException("layer '" + createdBy + "' of the previous image is no longer in the registry", e);
      }
    }
    push(createdBy, diffId, descriptor, there);
  }

  /** From another registry or repository: the previous image may lie where the platform's images lay before. */
  private void bring(Digest blob, PreviousImage.Source from) throws IOException {
    Path file = scratch.resolve("brought-" + blob.hex());
    try {
      from.fetch(blob, file);
      registry.putBlob(repository, blob, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Makes the run image's layers part of the repository; they are in the config already. */
  void base(StackImages stack) throws IOException {
    List<Descriptor> layers = stack.runManifest().layers();
    List<String> createdBy = stack.run().createdBy();
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      boolean same = stack.runRegistry() == registry;
      boolean there = registry.hasBlob(repository, layer.digest()) || same && registry.mount(repository, layer.digest(), stack.runRepository());
      if (!there) {
        bring(layer.digest(), (blob, file) -> stack.runRegistry().getBlob(stack.runRepository(), blob, file));
      }
      descriptors.add(layer);
      tell(i < createdBy.size() ? createdBy.get(i) : "Run image", stack.run().diffIds().get(i), layer, there);
    }
  }

  private void push(String createdBy, Digest diffId, Descriptor descriptor, boolean reused) {
    descriptors.add(descriptor);
    config = config.withLayer(diffId, createdBy);
    tell(createdBy, diffId, descriptor, reused);
  }

  private void tell(String createdBy, Digest diffId, Descriptor descriptor, boolean reused) {
    told.add(StagedLayer.newBuilder().setCreatedBy(createdBy).setDiffId(diffId.value()).setDigest(descriptor.digest().value())
        .setSizeBytes(descriptor.size()).setReused(reused).build());
  }

  List<Descriptor> descriptors() {
    return descriptors;
  }

  List<StagedLayer> told() {
    return told;
  }

  /** The config with all layers added so far. */
  ImageConfig config() {
    return config;
  }
}
