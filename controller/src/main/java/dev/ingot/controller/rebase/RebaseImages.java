package dev.ingot.controller.rebase;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.image.Rebase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The images of a rebase in our registry: two documents are read, two are written, and the run image's layers are mounted. No layer is read. */
@Component
class RebaseImages {
  private static final String SBOM = "application/vnd.cyclonedx+json";
  private static final int MAX_SBOMS = 10;
  private final Registry registry;

  RebaseImages(Registry registry) {
    this.registry = registry;
  }

  /** An image that is stored. @param layers as a droplet tells them */
  record Stored(String digest, long sizeBytes, List<DropletEntity.Layer> layers) {}

  /** The run image a rebase leads to. @throws MissingImageException when the registry does not have it, or it is no image */
  Rebase.RunImage run(RebaseEntity rebase) {
    return new Rebase.RunImage(rebase.runRepository(), rebase.runRepository() + "@" + rebase.runDigest(), image(rebase.runRepository(), rebase.runDigest()));
  }

  /** What would become of a droplet. */
  Rebase.Result decide(DropletEntity droplet, Rebase.RunImage run, boolean force) {
    String repository = droplet.imageRepository();
    String digest = droplet.imageDigest();
    if (repository == null || digest == null || droplet.dockerImage() != null) {
      return new Rebase.Result.Refused("its droplet has no image of ours", false);
    }
    try {
      return Rebase.rebase(image(repository, digest), run, force);
    } catch (MissingImageException | ImageFormatException e) {
      return new Rebase.Result.Refused(String.valueOf(e.getMessage()), false);
    }
  }

  /** Stores a rebased image beside the droplet's own; the same again for the same. */
  Stored store(DropletEntity droplet, Rebase.RunImage run, Rebase.Image image) {
    String repository = String.valueOf(droplet.imageRepository());
    for (Descriptor layer : run.image().manifest().layers()) {
      var digest = own(layer.digest());
      if (!registry.mount(repository, digest, run.name())) {
        throw new MissingImageException("layer " + layer.digest() + " of the run image " + run.reference() + " is not in the registry");
      }
    }
    try {
      byte[] config = image.config().toBytes();
      registry.finishUpload(repository, registry.openUpload(repository), 0L, config.length, new ByteArrayInputStream(config), own(image.manifest().config().digest()));
      byte[] manifest = image.manifest().toBytes();
      Digest digest = Digest.sha256(manifest);
      registry.putManifest(repository, own(digest), image.manifest().mediaType(), manifest, List.of());
      takeSbom(droplet, new Descriptor(image.manifest().mediaType(), digest, manifest.length));
      return new Stored(digest.value(), image.manifest().layers().stream().mapToLong(Descriptor::size).sum(), layers(droplet, image));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store the rebased image of droplet " + droplet.guid(), e);
    }
  }

  /** The bill of materials is of the app's layers, which are the same. The provenance stays with the image that was built. */
  private void takeSbom(DropletEntity droplet, Descriptor subject) throws IOException {
    String repository = String.valueOf(droplet.imageRepository());
    var built = dev.ingot.controller.registry.Digest.parse(String.valueOf(droplet.imageDigest()));
    for (var referrer : registry.referrers(repository, built, SBOM, "", MAX_SBOMS)) {
      var stored = registry.manifest(repository, referrer.digest().toString());
      if (stored.isPresent()) {
        Manifest document = Manifest.parse(stored.get().bytes(), stored.get().mediaType());
        Map<String, JsonNode> other = new HashMap<>(document.other());
        other.put("subject", subject.toJson());
        byte[] bytes = new Manifest(document.mediaType(), document.config(), document.layers(), other).toBytes();
        registry.putManifest(repository, own(Digest.sha256(bytes)), document.mediaType(), bytes, List.of());
      }
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

  private Rebase.Image image(String repository, String digest) {
    try {
      var stored = registry.manifest(repository, digest).orElseThrow(() -> new MissingImageException("the image " + repository + "@" + digest + " is not in the registry"));
      Manifest manifest = Manifest.parse(stored.bytes(), stored.mediaType());
      Path config = registry.blob(repository, own(manifest.config().digest()))
          .orElseThrow(() -> new MissingImageException("the config of image " + repository + "@" + digest + " is not in the registry"));
      if (Files.size(config) > OciJson.MAX_BYTES) {
        throw new ImageFormatException("the config of image " + repository + "@" + digest + " has more than " + OciJson.MAX_BYTES + " bytes");
      }
      return new Rebase.Image(manifest, ImageConfig.parse(Files.readAllBytes(config)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the image " + repository + "@" + digest, e);
    } catch (RegistryException e) {
      throw new MissingImageException("the image " + repository + "@" + digest + " cannot be read: " + e.getMessage());
    }
  }

  private static dev.ingot.controller.registry.Digest own(Digest digest) {
    return dev.ingot.controller.registry.Digest.parse(digest.value());
  }

  /** Something of an image is not in the registry. */
  static final class MissingImageException extends RuntimeException {
    MissingImageException(String message) {
      super(message);
    }
  }
}
