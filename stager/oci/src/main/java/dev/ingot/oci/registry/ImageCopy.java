package dev.ingot.oci.registry;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** Copies images from one registry to another, byte for byte. */
public final class ImageCopy {
  private ImageCopy() {}

  /**
   * Copies one image; blobs that are there already are not sent.
   *
   * @param reference tag or digest of an image, not of an index
   * @param tag what it is called there
   * @return its digest, the same in both
   * @throws RegistryException with status 404 when there is no such image
   */
  public static Digest copy(RegistryClient from, String repository, String reference, RegistryClient to, String toRepository, String tag) throws IOException {
    FetchedManifest found = from.findManifest(repository, reference)
        .orElseThrow(() -> new RegistryException("there is no image " + repository + ":" + reference + " in " + from.origin(), 404));
    Manifest manifest = Manifest.parse(found.bytes(), found.mediaType());
    Set<Digest> blobs = new LinkedHashSet<>();
    manifest.layers().forEach(layer -> blobs.add(layer.digest()));
    blobs.add(manifest.config().digest());
    for (Digest blob : blobs) {
      if (!to.hasBlob(toRepository, blob)) {
        Path file = Files.createTempFile("ingot-copy", "");
        try {
          from.getBlob(repository, blob, file);
          to.putBlob(toRepository, blob, file);
        } finally {
          Files.deleteIfExists(file);
        }
      }
    }
    return to.putManifest(toRepository, tag, manifest.mediaType(), found.bytes());
  }
}
