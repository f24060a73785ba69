package dev.ingot.controller.rebase;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.image.Images;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.image.Rebase;
import dev.ingot.oci.registry.RegistryException;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The images of a rebase: two documents are read, two are written, and the run image's layers are mounted. No layer is read. */
@Component
class RebaseImages {
  private final PlatformRegistry registry;

  RebaseImages(PlatformRegistry registry) {
    this.registry = registry;
  }

  /** An image that is stored. @param layers as a droplet tells them */
  record Stored(Descriptor manifest, long sizeBytes, List<DropletEntity.Layer> layers) {}

  /** The run image a rebase leads to. @throws MissingImageException when the registry does not have it, or it is no image */
  Rebase.RunImage run(RebaseEntity rebase) {
    RepositoryAddress repository = RepositoryAddress.parse(rebase.runRepository());
    return new Rebase.RunImage(repository.reference(), repository.reference() + "@" + rebase.runDigest(), image(repository, rebase.runDigest()));
  }

  /** What would become of a droplet. */
  Rebase.Result decide(DropletEntity droplet, RebaseEntity rebase, Rebase.RunImage run) {
    String digest = droplet.imageDigest();
    if (droplet.imageRepository() == null || digest == null || droplet.dockerImage() != null) {
      return new Rebase.Result.Refused("its droplet has no image of ours", false);
    }
    RepositoryAddress repository = RepositoryAddress.parse(droplet.imageRepository());
    if (!repository.registry().equals(RepositoryAddress.parse(rebase.runRepository()).registry())) {
      return new Rebase.Result.Refused("its droplet lies in another registry than the run image; the app's next build brings it there (ingot restage)", false);
    }
    try {
      return Rebase.rebase(image(repository, digest), run, rebase.forced());
    } catch (MissingImageException | ImageFormatException e) {
      return new Rebase.Result.Refused(String.valueOf(e.getMessage()), false);
    }
  }

  /** Stores a rebased image beside the droplet's own; the same again for the same. */
  Stored store(DropletEntity droplet, RebaseEntity rebase, Rebase.RunImage run, Rebase.Image image) {
    RepositoryAddress address = RepositoryAddress.parse(String.valueOf(droplet.imageRepository()));
    String repository = address.name();
    try {
      Images images = registry.at(address);
      for (Descriptor layer : run.image().manifest().layers()) {
        if (!images.take(repository, layer.digest(), RepositoryAddress.parse(rebase.runRepository()).name())) {
          throw new MissingImageException("layer " + layer.digest() + " of the run image " + run.reference() + " is not in the registry");
        }
      }
      images.put(repository, image.manifest().config().digest(), new ByteArrayInputStream(image.config().toBytes()));
      byte[] manifest = image.manifest().toBytes();
      Digest digest = Digest.sha256(manifest);
      images.putManifest(repository, image.manifest().mediaType(), manifest);
      return new Stored(new Descriptor(image.manifest().mediaType(), digest, manifest.length), image.manifest().layers().stream().mapToLong(Descriptor::size).sum(),
          layers(droplet, image));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the rebased image of droplet " + droplet.guid() + ": " + e.getMessage(), e);
    }
  }

  private static List<DropletEntity.Layer> layers(DropletEntity droplet, Rebase.Image image) {
    Map<String, DropletEntity.Layer> known = new HashMap<>();
    droplet.layers().forEach(layer -> known.put(layer.diffId(), layer));
    List<Digest> diffIds = image.config().diffIds();
    List<String> createdBy = image.config().createdBy();
    List<DropletEntity.Layer> layers = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      Descriptor layer = image.manifest().layers().get(i);
      DropletEntity.Layer before = known.get(diffIds.get(i).value());
      String by = before != null ? before.createdBy() : i < createdBy.size() ? createdBy.get(i) : "";
      layers.add(new DropletEntity.Layer(by, diffIds.get(i).value(), layer.digest().value(), layer.size(), true));
    }
    return layers;
  }

  private Rebase.Image image(RepositoryAddress repository, String digest) {
    try {
      Images images = registry.at(repository);
      var stored = images.manifest(repository.name(), Digest.of(digest)).orElseThrow(() -> new MissingImageException("the image " + repository + "@" + digest + " is not in the registry"));
      Manifest manifest = Manifest.parse(stored.bytes(), stored.mediaType());
      if (images.size(repository.name(), manifest.config().digest()).isEmpty()) {
        throw new MissingImageException("the config of image " + repository + "@" + digest + " is not in the registry");
      }
      byte[] config;
      try (InputStream in = images.open(repository.name(), manifest.config().digest())) {
        config = in.readNBytes(OciJson.MAX_BYTES + 1);
      }
      if (config.length > OciJson.MAX_BYTES || !Digest.of(manifest.config().digest().algorithm(), config).equals(manifest.config().digest())) {
        throw new ImageFormatException("the config of image " + repository + "@" + digest + " is damaged or has more than " + OciJson.MAX_BYTES + " bytes");
      }
      return new Rebase.Image(manifest, ImageConfig.parse(config));
    } catch (RegistryException | IllegalArgumentException e) {
      throw new MissingImageException("the image " + repository + "@" + digest + " cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the image " + repository + "@" + digest, e);
    }
  }

  /** Something of an image is not in the registry. */
  static final class MissingImageException extends RuntimeException {
    MissingImageException(String message) {
      super(message);
    }
  }
}
