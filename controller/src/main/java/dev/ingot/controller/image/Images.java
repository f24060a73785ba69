package dev.ingot.controller.image;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.FetchedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The images of one registry. Every method throws {@link IOException} when the registry does not answer or refuses; for one that is not ours
 * the message names it. Thread-safe.
 */
public interface Images {
  /** By digest; empty when it is not there. */
  Optional<FetchedManifest> manifest(String repository, Digest digest) throws IOException;

  /** Bytes of a blob; empty when the repository does not have it. */
  OptionalLong size(String repository, Digest blob) throws IOException;

  /** A blob, not verified. To be closed. */
  InputStream open(String repository, Digest blob) throws IOException;

  /** Makes a blob of one repository one of another too, if possible without sending it; false when it is not there. */
  boolean take(String repository, Digest blob, String from) throws IOException;

  /** Stores a blob. @throws dev.ingot.oci.image.ImageFormatException when the content is not what the digest says */
  void put(String repository, Digest blob, InputStream content) throws IOException;

  /** Stores a manifest under its digest. @throws dev.ingot.oci.image.ImageFormatException when it is none, or names blobs that are not there */
  void putManifest(String repository, String mediaType, byte[] bytes) throws IOException;

  /** What refers to a manifest, with artifact types; a bounded number. */
  List<Descriptor> referrers(String repository, Digest subject) throws IOException;

  /** Removes a manifest; one that is not there is fine. False when this registry does not delete. */
  boolean delete(String repository, Digest manifest) throws IOException;
}
