package dev.ingot.controller.droplet.archive;

import dev.ingot.controller.image.Images;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.registry.FetchedManifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Writes an image of the registry as an archive. Everything is looked up before the first byte is written. */
public final class DropletWriter {
  private final DropletPage page;
  private final Images images;
  private final String repository;
  private final FetchedManifest stored;
  private final Manifest manifest;
  private final Map<Digest, Long> blobs = new LinkedHashMap<>();

  /** @throws DropletArchiveException when a part of the image is missing */
  public DropletWriter(Images images, String repository, Digest digest, DropletPage page) throws IOException {
    this.page = page;
    this.images = images;
    this.repository = repository;
    this.stored = images.manifest(repository, digest)
        .orElseThrow(() -> new DropletArchiveException("the image " + repository + "@" + digest + " is not in the registry any more"));
    this.manifest = Manifest.parse(stored.bytes(), stored.mediaType());
    Set<Digest> all = new LinkedHashSet<>();
    all.add(manifest.config().digest());
    manifest.layers().forEach(layer -> all.add(layer.digest()));
    for (Digest blob : all) {
      blobs.put(blob, images.size(repository, blob).orElseThrow(() -> new DropletArchiveException("the blob " + blob + " of " + repository + " is not in the registry any more")));
    }
  }

  /** Layers are compressed already, so that the archive itself only wraps them. */
  public void write(OutputStream out) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.NO_COMPRESSION);
    try (var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out, parameters), StandardCharsets.UTF_8.name())) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      entry(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
      entry(tar, "index.json", index());
      entry(tar, "manifest.json", dockerManifest());
      entry(tar, DropletPage.NAME, page.bytes());
      entry(tar, path(stored.digest()), stored.bytes());
      for (var blob : blobs.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(path(blob.getKey()));
        entry.setSize(blob.getValue());
        tar.putArchiveEntry(entry);
        try (InputStream in = images.open(repository, blob.getKey())) {
          in.transferTo(tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private byte[] index() {
    var json = OciJson.object();
    json.put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.index.v1+json").putArray("manifests")
        .add(new Descriptor(stored.mediaType(), stored.digest(), stored.bytes().length).toJson());
    return OciJson.bytes(json);
  }

  /** For older `docker load`. */
  private byte[] dockerManifest() {
    var json = OciJson.object();
    json.put("Config", path(manifest.config().digest())).putNull("RepoTags");
    var layers = json.putArray("Layers");
    manifest.layers().forEach(layer -> layers.add(path(layer.digest())));
    return OciJson.bytes(OciJson.tree(List.of(json)));
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  static String path(Digest digest) {
    return "blobs/" + digest.value().replace(':', '/');
  }
}
