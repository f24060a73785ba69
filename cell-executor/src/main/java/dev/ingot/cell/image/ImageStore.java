package dev.ingot.cell.image;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.cell.image.DescribedImages.Described;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.analyze.ImageRegistries;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Images by digest, from the registry each names. Thread-safe. */
public final class ImageStore {
  private static final Logger LOG = System.getLogger(ImageStore.class.getName());
  private static final int REMEMBERED = 100;
  private static final int DOWNLOADS = 5;
  /** Layers that are or wait to be adopted, each with an open file; more are simply pulled when needed. */
  private static final int ADOPTIONS = 32;

  private final ImageRegistries registry;
  private final LayerStore layers;
  private final LayerUnpack unpack;
  private final DescribedImages stored;
  private final Semaphore downloads = new Semaphore(DOWNLOADS);
  private final Semaphore adoptions = new Semaphore(ADOPTIONS);
  private final Map<String, Described> described = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Described> eldest) {
      return size() > REMEMBERED;
    }
  };

  /** @param documents directory for manifests and configurations of images that were used */
  public ImageStore(ImageRegistries registry, LayerStore layers, LayerUnpack unpack, Path documents) throws IOException {
    this.stored = new DescribedImages(documents);
    this.registry = registry;
    this.layers = layers;
    this.unpack = unpack;
  }

  /**
   * The image with all layers unpacked; pulls what is missing. Its layers stay until {@link #release}, also when this fails half way.
   *
   * @param user the instance or build that needs it
   */
  public LocalImage hold(String user, Image image) throws IOException, InterruptedException {
    try {
      Described what = describe(image);
      List<Digest> diffIds = what.config().diffIds();
      if (diffIds.isEmpty() || diffIds.size() != what.manifest().layers().size()) {
        throw new IOException("its manifest has " + what.manifest().layers().size() + " layers, its configuration " + diffIds.size());
      }
      layers.hold(user, diffIds.stream().map(LayerStore::key).toList());
      List<String> keys = new ArrayList<>();
      List<Path> directories = new ArrayList<>();
      for (int i = 0; i < diffIds.size(); i++) {
        Digest diffId = diffIds.get(i);
        Descriptor layer = what.manifest().layers().get(i);
        Path dir = layers.get(diffId, target -> pull(image, layer, diffId, target));
        if (!keys.contains(LayerStore.key(diffId))) {
          keys.addFirst(LayerStore.key(diffId));
          directories.addFirst(dir);
        }
      }
      return new LocalImage(what.config(), keys, directories);
    } catch (IOException | ImageFormatException e) {
      throw new IOException("Image " + image.getRepository() + "@" + image.getDigest() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Pulls the image in the background, so that it is there when somebody needs it. A failure is only logged: whoever needs it tries again. */
  public void fetchLater(Image image) {
    Thread.ofVirtual().name("fetch " + image.getRepository()).start(() -> {
      String user = "fetch-" + UUID.randomUUID();
      try {
        hold(user, image);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.INFO, "Not fetched ahead: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        release(user);
      }
    });
  }

  /**
   * Unpacks a layer that was made on this machine, in the background; verified as if it came from the registry. A failure is only logged.
   *
   * @param file the compressed layer; may be removed when this has returned
   */
  public void adopt(Layer layer, Path file) {
    if (!adoptions.tryAcquire()) {
      return;
    }
    InputStream in;
    try {
      in = Files.newInputStream(file);
    } catch (IOException e) {
      adoptions.release();
      LOG.log(Level.INFO, "Layer " + layer.diffId() + " was not adopted: " + e.getMessage());
      return;
    }
    Thread.ofVirtual().name("adopt " + layer.diffId().shortHex()).start(() -> {
      try (in) {
        layers.get(layer.diffId(), target -> unpack.unpack(new BufferedInputStream(in, 64 << 10), layer.descriptor(), layer.diffId(), target));
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.INFO, "Layer " + layer.diffId() + " was not adopted: " + e.getMessage());
      } finally {
        adoptions.release();
      }
    });
  }

  /** Keeps layers a container of an earlier life of the cell still uses. */
  public void holdAgain(String user, List<String> keys) {
    layers.hold(user, keys);
  }

  public void release(String user) {
    layers.release(user);
  }

  private Described describe(Image image) throws IOException {
    synchronized (described) {
      Described known = described.get(image.getDigest());
      if (known != null) {
        return known;
      }
    }
    Digest digest = Digest.of(image.getDigest());
    Optional<Described> kept = stored.find(digest);
    Described found = kept.isPresent() ? kept.get() : ask(image, digest);
    synchronized (described) {
      described.put(image.getDigest(), found);
    }
    return found;
  }

  private Described ask(Image image, Digest digest) throws IOException {
    RegistryClient client = registry.of(image);
    Manifest manifest = client.getManifest(image.getRepository(), digest.value());
    Described found = new Described(manifest, client.getConfig(image.getRepository(), manifest));
    stored.put(digest, found);
    return found;
  }

  private void pull(Image image, Descriptor layer, Digest diffId, Path target) throws IOException {
    downloads.acquireUninterruptibly();
    try (InputStream in = registry.of(image).openBlob(image.getRepository(), layer.digest())) {
      unpack.unpack(in, layer, diffId, target);
    } finally {
      downloads.release();
    }
  }
}
