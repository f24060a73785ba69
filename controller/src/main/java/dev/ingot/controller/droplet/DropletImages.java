package dev.ingot.controller.droplet;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.registry.Registry;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The images of droplets in the registry. */
@Component
class DropletImages {
  private static final Logger LOG = LoggerFactory.getLogger(DropletImages.class);

  private static final int MAX_REFERRERS = 1000;
  private static final int MAX_DEPTH = 5;

  private final Registry registry;
  private final DropletRepository droplets;

  DropletImages(Registry registry, DropletRepository droplets) {
    this.registry = registry;
    this.droplets = droplets;
  }

  /** The repository for images of an app's own. */
  static String repository(String appGuid) {
    return "apps/" + appGuid;
  }

  /** Makes the image one of another app too, without copying a byte; its repository. False when it is not there any more. */
  boolean share(String fromRepository, String digest, String toRepository) {
    try {
      var stored = registry.manifest(fromRepository, digest);
      if (stored.isEmpty()) {
        return false;
      }
      Manifest manifest = Manifest.parse(stored.get().bytes(), stored.get().mediaType());
      List<Digest> blobs = new ArrayList<>(List.of(manifest.config().digest()));
      manifest.layers().forEach(layer -> blobs.add(layer.digest()));
      for (Digest named : blobs) {
        var blob = dev.ingot.controller.registry.Digest.parse(named.value());
        if (registry.blob(toRepository, blob).isEmpty() && !registry.mount(toRepository, blob, fromRepository)) {
          return false;
        }
      }
      registry.putManifest(toRepository, stored.get().digest(), stored.get().mediaType(), stored.get().bytes(), List.of());
      shareReferrers(fromRepository, stored.get().digest(), toRepository);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot share the image " + fromRepository + "@" + digest, e);
    }
  }

  /** SBOM and provenance go with the image. */
  private void shareReferrers(String fromRepository, dev.ingot.controller.registry.Digest image, String toRepository) throws IOException {
    for (var referrer : registry.referrers(fromRepository, image, "", "", MAX_REFERRERS)) {
      if (MediaTypes.isManifest(referrer.mediaType())) {
        share(fromRepository, referrer.digest().toString(), toRepository);
      }
    }
  }

  /** Removes the images of these droplets, once the transaction that forgets them is committed, unless another droplet has the same. */
  void forget(List<DropletEntity> gone) {
    record Image(String repository, String digest) {}
    List<Image> images = gone.stream()
        .filter(one -> !one.lifecycleType().equals("docker") && one.imageRepository() != null && one.imageDigest() != null)
        .map(one -> new Image(one.imageRepository(), one.imageDigest())).distinct()
        .filter(image -> !droplets.existsByImageRepositoryAndImageDigestAndState(image.repository(), image.digest(), "STAGED")).toList();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        images.forEach(image -> remove(image.repository(), image.digest()));
      }
    });
  }

  private void remove(String repository, String digest) {
    try {
      removeReferrers(repository, dev.ingot.controller.registry.Digest.parse(digest), 0);
      registry.deleteManifest(repository, digest);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the image {}@{} stays in the registry until its app is deleted: {}", repository, digest, e.toString());
    }
  }

  /** What is said about an image that is gone, and about that (signatures of SBOMs), is of no use to anybody. */
  private void removeReferrers(String repository, dev.ingot.controller.registry.Digest image, int depth) throws IOException {
    for (var referrer : registry.referrers(repository, image, "", "", MAX_REFERRERS)) {
      if (depth < MAX_DEPTH) {
        removeReferrers(repository, referrer.digest(), depth + 1);
      }
      registry.deleteManifest(repository, referrer.digest().toString());
    }
  }
}
