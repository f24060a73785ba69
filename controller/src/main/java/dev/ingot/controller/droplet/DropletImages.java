package dev.ingot.controller.droplet;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.image.Images;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The images of droplets in the registry each lies in. */
@Component
class DropletImages {
  private static final Logger LOG = LoggerFactory.getLogger(DropletImages.class);
  private static final String APPS = "apps/";
  private static final int MAX_DEPTH = 5;

  private final PlatformRegistry registry;
  private final DropletRepository droplets;

  DropletImages(PlatformRegistry registry, DropletRepository droplets) {
    this.registry = registry;
    this.droplets = droplets;
  }

  /** The repository for new images of an app's own. */
  RepositoryAddress repository(String appGuid) {
    return registry.repository(APPS + appGuid);
  }

  /** The images where a repository is. */
  Images at(RepositoryAddress repository) {
    try {
      return registry.at(repository);
    } catch (IOException e) {
      throw new UncheckedIOException("the registry of " + repository + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The repository of another app in the same registry, below the same prefix. */
  static RepositoryAddress beside(RepositoryAddress repository, String appGuid) {
    String name = repository.name();
    return new RepositoryAddress(repository.registry(), name.substring(0, Math.max(0, name.lastIndexOf(APPS))) + APPS + appGuid);
  }

  /** Makes the image one of another repository of its registry too, without copying a byte where that can be. False when it is not there any more. */
  boolean share(RepositoryAddress from, Digest digest, RepositoryAddress to) throws IOException {
    return share(from, digest, to, 0);
  }

  private boolean share(RepositoryAddress from, Digest digest, RepositoryAddress to, int depth) throws IOException {
    Images images = registry.at(from);
    var stored = images.manifest(from.name(), digest);
    if (stored.isEmpty()) {
      return false;
    }
    Manifest manifest = Manifest.parse(stored.get().bytes(), stored.get().mediaType());
    List<Digest> blobs = new ArrayList<>(List.of(manifest.config().digest()));
    manifest.layers().forEach(layer -> blobs.add(layer.digest()));
    for (Digest named : blobs) {
      if (!images.take(to.name(), named, from.name())) {
        return false;
      }
    }
    images.putManifest(to.name(), manifest.mediaType(), stored.get().bytes());
    // SBOM and provenance go with the image.
    for (Descriptor referrer : images.referrers(from.name(), digest)) {
      if (depth < MAX_DEPTH && MediaTypes.isManifest(referrer.mediaType())) {
        share(from, referrer.digest(), to, depth + 1);
      }
    }
    return true;
  }

  /** The document of a type that refers to an image, of several the last one its registry tells; empty when it has none. */
  Optional<ImageDocument> document(RepositoryAddress repository, Digest image, String type) throws IOException {
    Images images = registry.at(repository);
    Optional<Descriptor> newest = images.referrers(repository.name(), image).stream()
        .filter(one -> one.other().containsKey("artifactType") && one.other().get("artifactType").asString("").equals(type)).reduce((first, second) -> second);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    var stored = images.manifest(repository.name(), newest.get().digest());
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    List<Descriptor> layers = Manifest.parse(stored.get().bytes(), stored.get().mediaType()).layers();
    if (layers.isEmpty()) {
      throw new IOException("the document " + newest.get().digest() + " of " + repository + " is empty");
    }
    Digest blob = layers.getFirst().digest();
    OptionalLong size = images.size(repository.name(), blob);
    return size.isEmpty() ? Optional.empty() : Optional.of(new ImageDocument(images, repository.name(), blob, size.getAsLong()));
  }

  /**
   * Removes the images of these droplets from our own registry, once the transaction that forgets them is committed, unless another droplet has
   * the same. Those in other registries are {@link ImageRemovals}' work.
   */
  void forget(List<DropletEntity> gone) {
    record Image(String repository, String digest) {}
    List<Image> images = gone.stream()
        .filter(one -> !one.lifecycleType().equals("docker") && one.imageRepository() != null && one.imageDigest() != null)
        .map(one -> new Image(one.imageRepository(), one.imageDigest())).distinct()
        .filter(image -> RepositoryAddress.parse(image.repository()).own())
        .filter(image -> !droplets.existsByImageRepositoryAndImageDigestAndState(image.repository(), image.digest(), "STAGED")).toList();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        images.forEach(image -> removeQuietly(image.repository(), image.digest()));
      }
    });
  }

  private void removeQuietly(String repository, String digest) {
    try {
      remove(RepositoryAddress.parse(repository), Digest.of(digest));
    } catch (IOException | RuntimeException e) {
      LOG.warn("the image {}@{} stays in the registry until its app is deleted: {}", repository, digest, e.toString());
    }
  }

  /** Removes an image with what is said about it. False when its registry does not delete. */
  boolean remove(RepositoryAddress repository, Digest image) throws IOException {
    return remove(registry.at(repository), repository.name(), image, 0);
  }

  /** What is said about an image that is gone, and about that (signatures of SBOMs), is of no use to anybody. */
  private static boolean remove(Images images, String repository, Digest manifest, int depth) throws IOException {
    boolean deletes = true;
    for (Descriptor referrer : images.referrers(repository, manifest)) {
      deletes = deletes && (depth < MAX_DEPTH ? remove(images, repository, referrer.digest(), depth + 1) : images.delete(repository, referrer.digest()));
    }
    return deletes && images.delete(repository, manifest);
  }
}
