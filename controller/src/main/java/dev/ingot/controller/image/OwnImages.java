package dev.ingot.controller.image;

import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.registry.FetchedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The platform's own registry, in this process. */
final class OwnImages implements Images {
  private static final int MAX_REFERRERS = 1000;
  /** What is said of content, not of the registry. */
  private static final Set<RegistryError> CONTENT = Set.of(RegistryError.DIGEST_INVALID, RegistryError.SIZE_INVALID, RegistryError.MANIFEST_INVALID,
      RegistryError.MANIFEST_BLOB_UNKNOWN);
  private final Registry registry;

  OwnImages(Registry registry) {
    this.registry = registry;
  }

  @Override
  public Optional<FetchedManifest> manifest(String repository, Digest digest) throws IOException {
    return registry.manifest(repository, digest.value()).map(found -> new FetchedManifest(found.bytes(), found.mediaType(), found.digest()));
  }

  @Override
  public OptionalLong size(String repository, Digest blob) throws IOException {
    Optional<Path> file = registry.blob(repository, blob);
    return file.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Files.size(file.get()));
  }

  @Override
  public InputStream open(String repository, Digest blob) throws IOException {
    return Files.newInputStream(registry.blob(repository, blob).orElseThrow(() -> new NoSuchFileException("the blob " + blob + " of " + repository)));
  }

  @Override
  public boolean take(String repository, Digest blob, String from) {
    return registry.blob(repository, blob).isPresent() || registry.mount(repository, blob, from);
  }

  @Override
  public void put(String repository, Digest blob, InputStream content) throws IOException {
    try {
      registry.finishUpload(repository, registry.openUpload(repository, blob.algorithm()), null, -1, content, blob);
    } catch (RegistryException e) {
      throw failure(e);
    }
  }

  @Override
  public void putManifest(String repository, String mediaType, byte[] bytes) throws IOException {
    try {
      registry.putManifest(repository, Digest.sha256(bytes), mediaType, bytes, List.of());
    } catch (RegistryException e) {
      throw failure(e);
    }
  }

  private static IOException failure(RegistryException e) {
    if (CONTENT.contains(e.error())) {
      throw new ImageFormatException(String.valueOf(e.getMessage()));
    }
    return new IOException(e.getMessage(), e);
  }

  @Override
  public List<Descriptor> referrers(String repository, Digest subject) throws IOException {
    return registry.referrers(repository, subject, "", "", MAX_REFERRERS).stream().map(one -> new Descriptor(one.mediaType(), one.digest(), one.size(),
        one.artifactType().isEmpty() ? Map.of() : Map.of("artifactType", OciJson.tree(one.artifactType())))).toList();
  }

  @Override
  public boolean delete(String repository, Digest manifest) throws IOException {
    registry.deleteManifest(repository, manifest.value());
    return true;
  }
}
