package dev.ingot.oci.document;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A document beside an image, as a manifest that names the image as its subject. Source: OCI image-spec 1.1, manifest.md, "artifacts";
 * distribution-spec 1.1, "Listing Referrers".
 */
public final class Referrer {
  /** A bill of materials. */
  public static final String SBOM = "application/vnd.cyclonedx+json";
  /** How the image came to be. */
  public static final String PROVENANCE = "application/vnd.in-toto+json";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

  private Referrer() {}

  /** The config that every such manifest has; to be stored with it. */
  public static byte[] config() {
    return EMPTY.clone();
  }

  /** The manifest. @param subject the image's @param type media type of the document */
  public static Manifest manifest(Descriptor subject, String type, byte[] document) {
    return new Manifest(MediaTypes.MANIFEST, new Descriptor(EMPTY_TYPE, Digest.sha256(EMPTY), EMPTY.length),
        List.of(new Descriptor(type, Digest.sha256(document), document.length)), Map.of("artifactType", OciJson.tree(type), "subject", subject.toJson()));
  }
}
