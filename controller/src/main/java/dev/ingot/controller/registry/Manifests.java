package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Manifests with their exact bytes, tags that point to them, and who refers to whom. Thread-safe. */
final class Manifests {
  private static final int MAX_MEDIA_TYPE = 255;

  private final Store store;
  private final Blobs blobs;
  private final Clock clock;

  Manifests(Store store, Blobs blobs, Clock clock) {
    this.store = store;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** Stores it under its digest, then moves the tags. A manifest that names content the repository lacks is refused. */
  Optional<Digest> put(String repository, Digest digest, String contentType, byte[] bytes, List<String> tags) {
    ManifestContent content = ManifestContent.parse(bytes);
    String mediaType = mediaType(contentType, content);
    return store.adding(() -> {
      checkContent(repository, content);
      Path temporary = store.temporary();
      Durable.write(store.temporary(), temporary, bytes);
      blobs.place(digest, temporary);
      write(store.manifestLink(repository, digest), mediaType);
      if (content.subject().isPresent()) {
        write(referrer(repository, content.subject().get(), digest), "");
      }
      for (String tag : tags) {
        write(store.tags(repository).resolve(tag), digest.toString());
      }
      return content.subject();
    });
  }

  /** The manifest a tag or digest names. */
  Optional<Manifest> get(String repository, String reference) throws IOException {
    Optional<Digest> digest = resolve(repository, reference);
    if (digest.isEmpty()) {
      return Optional.empty();
    }
    try {
      String mediaType = Files.readString(store.manifestLink(repository, digest.get()));
      return Optional.of(new Manifest(digest.get(), mediaType, Files.readAllBytes(store.blob(digest.get()))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Removes a tag, or a manifest with all tags that name it; false when there is none. */
  boolean delete(String repository, String reference) throws IOException {
    if (!reference.contains(":")) {
      return Names.isTag(reference) && Durable.delete(store.tags(repository).resolve(reference));
    }
    Digest digest = Digests.parse(reference);
    Optional<Manifest> manifest = get(repository, reference);
    if (manifest.isEmpty()) {
      return false;
    }
    Optional<Digest> subject = ManifestContent.parse(manifest.get().bytes()).subject();
    return store.adding(() -> {
      for (String tag : tags(repository)) {
        if (resolve(repository, tag).equals(Optional.of(digest))) {
          Durable.delete(store.tags(repository).resolve(tag));
        }
      }
      if (subject.isPresent()) {
        Durable.delete(referrer(repository, subject.get(), digest));
      }
      return Durable.delete(store.manifestLink(repository, digest));
    });
  }

  /** Tags in ASCII order. */
  List<String> tags(String repository) throws IOException {
    return Folders.children(store.tags(repository)).stream().map(file -> file.getFileName().toString()).sorted().toList();
  }

  /** Manifests whose subject is this digest, in digest order, from after `last` on; at most `limit`. An empty type means any. */
  List<Manifest.Referrer> referrers(String repository, Digest subject, String artifactType, String last, int limit) throws IOException {
    List<Manifest.Referrer> found = new ArrayList<>();
    for (Path link : Folders.children(store.referrers(repository, subject))) {
      String reference = link.getFileName().toString().replaceFirst("-", ":");
      if (found.size() < limit && reference.compareTo(last) > 0) {
        get(repository, reference).map(Manifests::describe)
            .filter(referrer -> artifactType.isEmpty() || artifactType.equals(referrer.artifactType())).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Manifest.Referrer describe(Manifest manifest) {
    ManifestContent content = ManifestContent.parse(manifest.bytes());
    return new Manifest.Referrer(manifest.mediaType(), manifest.digest(), manifest.bytes().length, content.artifactType(), content.annotations());
  }

  private Optional<Digest> resolve(String repository, String reference) throws IOException {
    if (reference.contains(":")) {
      return Optional.of(Digests.parse(reference));
    }
    if (!Names.isTag(reference)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Digests.parse(Files.readString(store.tags(repository).resolve(reference))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void checkContent(String repository, ManifestContent content) throws IOException {
    for (Digest blob : content.blobs()) {
      if (!blobs.refresh(repository, blob)) {
        throw missing(repository, "blob", blob);
      }
    }
    for (Digest manifest : content.manifests()) {
      if (!Files.exists(store.manifestLink(repository, manifest))) {
        throw missing(repository, "manifest", manifest);
      }
    }
  }

  private static RegistryException missing(String repository, String what, Digest digest) {
    return new RegistryException(RegistryError.MANIFEST_BLOB_UNKNOWN,
        "The manifest names " + what + " " + digest + ", which repository " + repository + " does not have: push it first");
  }

  private static String mediaType(String contentType, ManifestContent content) {
    String type = contentType.isBlank() ? content.mediaType() : contentType.strip();
    if (type.isEmpty() || type.length() > MAX_MEDIA_TYPE || !type.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new RegistryException(RegistryError.MANIFEST_INVALID, "The manifest's media type is missing or malformed: send Content-Type");
    }
    String bare = type.split(";", 2)[0].strip();
    if (!content.mediaType().isEmpty() && !content.mediaType().equals(bare)) {
      throw new RegistryException(RegistryError.MANIFEST_INVALID, "Content-Type is " + Texts.shown(bare)
          + " but the manifest's mediaType says " + Texts.shown(content.mediaType()) + ": send the same");
    }
    return type;
  }

  private void write(Path file, String text) throws IOException {
    Durable.write(store.temporary(), file, text.getBytes(StandardCharsets.UTF_8));
    Durable.touch(file, clock.instant());
  }

  private Path referrer(String repository, Digest subject, Digest digest) {
    return store.referrers(repository, subject).resolve(digest.algorithm() + "-" + digest.hex());
  }
}
