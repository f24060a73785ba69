package dev.ingot.stager.export;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.util.List;

/** Writes config and manifest itself: loses nothing of the config. */
final class ManifestAssembler implements ImageAssembler {
  private final RegistryClient registry;

  ManifestAssembler(RegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public Digest assemble(String repository, String tag, List<Descriptor> layers, ImageConfig config) throws IOException {
    return store(repository, tag, layers, config);
  }

  private Digest store(String repository, String reference, List<Descriptor> layers, ImageConfig config) throws IOException {
    byte[] bytes = config.toBytes();
    var digest = registry.putBlob(repository, bytes);
    byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, digest, bytes.length), layers).toBytes();
    return registry.putManifest(repository, reference.isEmpty() ? Digest.sha256(manifest).value() : reference, MediaTypes.MANIFEST, manifest);
  }

  /** Stores it by digest only, without a tag. */
  Digest stage(String repository, List<Descriptor> layers, ImageConfig config) throws IOException {
    return store(repository, "", layers, config);
  }
}
