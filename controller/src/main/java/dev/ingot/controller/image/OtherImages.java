package dev.ingot.controller.image;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.registry.FetchedManifest;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A registry of somebody else's. Blobs on their way lie in a temporary file, so that a broken connection costs only another try. */
final class OtherImages implements Images {
  private final RegistryClient registry;

  OtherImages(RegistryClient registry) {
    this.registry = registry;
  }

  @Override
  public Optional<FetchedManifest> manifest(String repository, Digest digest) throws IOException {
    return registry.findManifest(repository, digest.value());
  }

  @Override
  public OptionalLong size(String repository, Digest blob) throws IOException {
    return registry.blobSize(repository, blob);
  }

  @Override
  public InputStream open(String repository, Digest blob) throws IOException {
    return registry.openBlob(repository, blob);
  }

  @Override
  public boolean take(String repository, Digest blob, String from) throws IOException {
    if (registry.hasBlob(repository, blob) || registry.mount(repository, blob, from)) {
      return true;
    }
    if (!registry.hasBlob(from, blob)) {
      return false;
    }
    try (InputStream in = registry.openBlob(from, blob)) {
      put(repository, blob, in);
    }
    return true;
  }

  @Override
  public void put(String repository, Digest blob, InputStream content) throws IOException {
    Path file = Files.createTempFile("ingot-blob", "");
    try {
      var hasher = Digest.hasher(blob.algorithm());
      try (OutputStream out = Files.newOutputStream(file)) {
        byte[] buffer = new byte[64 << 10];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
          hasher.update(buffer, 0, n);
          out.write(buffer, 0, n);
        }
      }
      Digest actual = Digest.of(hasher, blob.algorithm());
      if (!actual.equals(blob)) {
        throw new ImageFormatException("what is called " + blob + " has the digest " + actual + ": nothing was stored");
      }
      registry.putBlob(repository, blob, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void putManifest(String repository, String mediaType, byte[] bytes) throws IOException {
    try {
      registry.putManifest(repository, Digest.sha256(bytes).value(), mediaType, bytes);
    } catch (RegistryException e) {
      if (e.status() == 400 || e.status() == 404) {
        throw new ImageFormatException(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  @Override
  public List<Descriptor> referrers(String repository, Digest subject) throws IOException {
    return registry.referrers(repository, subject);
  }

  @Override
  public boolean delete(String repository, Digest manifest) throws IOException {
    registry.deleteReferrersTag(repository, manifest);
    return registry.deleteManifest(repository, manifest.value());
  }
}
