package dev.ingot.oci.archive;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Index;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An image in a tar or tar.gz: an OCI image layout (`.cnb`, skopeo, newer `docker save`) or Docker's older form with `manifest.json`.
 * Source: OCI image-spec, image-layout.md. Names in the archive become no file names: its files are numbered in a scratch directory.
 */
public final class ImageArchive implements ImageSource {
  private static final int MAX_ENTRIES = 5_000;

  private final Map<String, Path> files;
  private final List<Descriptor> layers = new ArrayList<>();
  private final Map<Digest, Path> blobs = new HashMap<>();
  private final ImageConfig config;

  private ImageArchive(Map<String, Path> files) throws IOException {
    this.files = files;
    Optional<Manifest> oci = ociManifest();
    if (oci.isPresent()) {
      this.config = ImageConfig.parse(small(blobName(oci.get().config().digest())));
      for (Descriptor layer : oci.get().layers()) {
        layers.add(layer);
        blobs.put(layer.digest(), file(blobName(layer.digest())));
      }
    } else {
      this.config = dockerManifest();
    }
    if (layers.size() != config.diffIds().size()) {
      throw new ImageFormatException("the image has " + layers.size() + " layers, and its config names " + config.diffIds().size());
    }
  }

  /**
   * Opens an archive.
   *
   * @param scratch an empty directory that must stay as long as this is used
   * @param maxBytes of all files in the archive
   * @throws ImageFormatException when it holds no image, or several that do not differ by platform
   * @throws dev.ingot.oci.layer.LayerException when it is no tar archive, damaged or larger
   */
  public static ImageArchive open(Path archive, Path scratch, long maxBytes) throws IOException {
    Map<String, Path> files = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 64 * 1024)) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      LayerFiles.scan(in, gzip ? MediaTypes.LAYER_GZIP : MediaTypes.LAYER, maxBytes, (name, content) -> {
        if (files.size() >= MAX_ENTRIES) {
          throw new ImageFormatException("the archive has more than " + MAX_ENTRIES + " files");
        }
        Path file = scratch.resolve("f" + files.size());
        Files.copy(content, file);
        if (files.putIfAbsent(name, file) != null) {
          throw new ImageFormatException("the archive has a file twice");
        }
        return true;
      });
    }
    return new ImageArchive(files);
  }

  private Optional<Manifest> ociManifest() throws IOException {
    if (!files.containsKey("index.json")) {
      return Optional.empty();
    }
    Index index = Index.parse(small("index.json"), "");
    for (int depth = 0; depth < 3; depth++) {
      Descriptor one = one(index);
      byte[] bytes = small(blobName(one.digest()));
      if (!MediaTypes.isIndex(one.mediaType())) {
        return Optional.of(Manifest.parse(bytes, one.mediaType()));
      }
      index = Index.parse(bytes, one.mediaType());
    }
    throw new ImageFormatException("the archive's indexes are nested too deeply");
  }

  private static Descriptor one(Index index) {
    List<Descriptor> manifests = index.manifests();
    return manifests.size() == 1 ? manifests.getFirst() : index.forPlatform(ImageConfig.hostArchitecture(), "linux")
        .orElseThrow(() -> new ImageFormatException("the archive has " + manifests.size() + " images, and none says it is for linux/" + ImageConfig.hostArchitecture()));
  }

  private ImageConfig dockerManifest() throws IOException {
    if (!files.containsKey("manifest.json")) {
      throw new ImageFormatException("the archive has neither index.json (OCI image layout) nor manifest.json (docker save)");
    }
    JsonNode list = OciJson.object(("{\"images\":" + new String(small("manifest.json"), java.nio.charset.StandardCharsets.UTF_8) + "}")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8), "manifest.json").path("images");
    if (!list.isArray() || list.size() != 1) {
      throw new ImageFormatException("the archive has " + list.size() + " images instead of one");
    }
    for (JsonNode name : list.get(0).path("Layers")) {
      Path file = file(name.asString(""));
      Digest digest = Digest.sha256(file);
      layers.add(new Descriptor(isGzip(file) ? MediaTypes.LAYER_GZIP : MediaTypes.LAYER, digest, Files.size(file)));
      blobs.put(digest, file);
    }
    return ImageConfig.parse(small(list.get(0).path("Config").asString("")));
  }

  private static boolean isGzip(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  private static String blobName(Digest digest) {
    return "blobs/" + digest.algorithm() + "/" + digest.hex();
  }

  private Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new ImageFormatException("the archive lacks the file " + (name.length() > 200 ? name.substring(0, 200) : name));
    }
    return file;
  }

  private byte[] small(String name) throws IOException {
    Path file = file(name);
    if (Files.size(file) > OciJson.MAX_BYTES) {
      throw new ImageFormatException(name + " in the archive is larger than " + OciJson.MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public ImageConfig config() {
    return config;
  }

  @Override
  public List<Descriptor> layers() {
    return List.copyOf(layers);
  }

  @Override
  public InputStream open(Descriptor layer) throws IOException {
    Path file = blobs.get(layer.digest());
    if (file == null) {
      throw new ImageFormatException("the archive has no layer " + layer.digest());
    }
    return Files.newInputStream(file);
  }
}
