package dev.ingot.stager.export;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.registry.FetchedManifest;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Documents about an image, stored beside it as manifests that name it as their subject. Source: OCI image-spec 1.1, manifest.md, "artifacts"; distribution-spec 1.1, "Listing Referrers". */
final class Referrers {
  static final String SBOM = "application/vnd.cyclonedx+json";
  static final String PROVENANCE = "application/vnd.in-toto+json";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

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
    Digest empty = Digest.sha256(EMPTY);
    if (!registry.hasBlob(repository, empty)) {
      registry.putBlob(repository, EMPTY);
    }
    Digest blob = registry.putBlob(repository, document);
    byte[] manifest = new Manifest(MediaTypes.MANIFEST, new Descriptor(EMPTY_TYPE, empty, EMPTY.length), List.of(new Descriptor(type, blob, document.length)),
        Map.of("artifactType", OciJson.tree(type), "subject", subject.toJson())).toBytes();
    return registry.putManifest(repository, Digest.sha256(manifest).value(), MediaTypes.MANIFEST, manifest);
  }
}
