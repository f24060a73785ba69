package dev.ingot.stager.export;

import dev.ingot.oci.document.Referrer;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.registry.FetchedManifest;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/** Documents about an image, stored beside it: {@link Referrer}. */
final class Referrers {
  private final RegistryClient registry;
  private final String repository;
  private final Descriptor subject;

  /** @throws IOException when the image is not there */
  Referrers(RegistryClient registry, String repository, Digest image) throws IOException {
    this.registry = registry;
    this.repository = repository;
    FetchedManifest manifest = registry.findManifest(repository, image.value())
        .orElseThrow(() -> new IOException("the image " + repository + "@" + image + " is gone"));
    this.subject = new Descriptor(manifest.mediaType(), image, manifest.bytes().length);
  }

  /** Types of the documents the image has. */
  Set<String> types() throws IOException {
    return registry.referrers(repository, subject.digest()).stream()
        .map(one -> one.other().containsKey("artifactType") ? one.other().get("artifactType").asString("") : "").collect(Collectors.toSet());
  }

  /** Stores a document. Returns the digest of its manifest. */
  Digest add(String type, byte[] document) throws IOException {
    byte[] config = Referrer.config();
    if (!registry.hasBlob(repository, Digest.sha256(config))) {
      registry.putBlob(repository, config);
    }
    registry.putBlob(repository, document);
    byte[] manifest = Referrer.manifest(subject, type, document).toBytes();
    return registry.putManifest(repository, Digest.sha256(manifest).value(), MediaTypes.MANIFEST, manifest);
  }
}
