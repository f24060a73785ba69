package dev.ingot.stager.analyze;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.layer.LayerFiles;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the app's last image tells: blobs by diff ID, and the lifecycle's own label. Source: CNB platform spec, "Analyzer".
 *
 * @param blobs blobs of that image by diff ID
 * @param metadata label `io.buildpacks.lifecycle.metadata`; an empty object when there is none or it cannot be read
 * @param source fetches blobs of it
 */
public record PreviousImage(Map<Digest, Descriptor> blobs, JsonNode metadata, Source source) {
  public static final String LABEL = "io.buildpacks.lifecycle.metadata";
  private static final String SBOMS = "layers/sbom/launch/";
  private static final long MAX_SBOMS = 512L << 20;
  public static final PreviousImage NONE = new PreviousImage(Map.of(), OciJson.object(), (digest, file) -> {
    throw new IOException("there is no previous image");
  });

  /** Fetches a blob into a file and verifies it. */
  @FunctionalInterface
  public interface Source {
    void fetch(Digest digest, Path file) throws IOException;
  }

  /** Reads it. A missing image or an unreadable label is no failure; a registry that does not let us in is. */
  public static PreviousImage read(RegistryClient registry, String repository, String digest) throws IOException {
    if (digest.isEmpty()) {
      return NONE;
    }
    try {
      Manifest manifest = registry.getManifest(repository, digest);
      ImageConfig config = registry.getConfig(repository, manifest);
      return new PreviousImage(blobs(manifest, config), label(config), (blob, file) -> registry.getBlob(repository, blob, file));
    } catch (ImageFormatException e) {
      return NONE;
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return NONE;
      }
      throw e;
    }
  }

  /** Blobs by diff ID of any image. */
  public static Map<Digest, Descriptor> blobs(Manifest manifest, ImageConfig config) {
    var blobs = new HashMap<Digest, Descriptor>();
    var diffIds = config.diffIds();
    for (int i = 0; i < Math.min(diffIds.size(), manifest.layers().size()); i++) {
      blobs.put(diffIds.get(i), manifest.layers().get(i));
    }
    return blobs;
  }

  private static JsonNode label(ImageConfig config) {
    String text = config.labels().getOrDefault(LABEL, "{}");
    try {
      return OciJson.object(text.getBytes(StandardCharsets.UTF_8), LABEL);
    } catch (ImageFormatException e) {
      return OciJson.object();
    }
  }

  /** The label's part about one buildpack. */
  public Optional<JsonNode> buildpack(String id) {
    for (JsonNode node : metadata.path("buildpacks")) {
      if (node.path("key").asString("").equals(id)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /** The diff ID the label has for a layer, when that image really has it. */
  public Optional<Digest> layer(String buildpack, String layer) {
    return buildpack(buildpack).map(node -> node.path("layers").path(layer).path("sha").asString(""))
        .filter(Digest::isDigest).map(Digest::of).filter(blobs::containsKey);
  }

  /**
   * Goes through the files of its SBOM layer, by their names below `launch`: `<buildpack>/<layer>/sbom.<ext>`. An image without such a layer
   * has none, and so has one whose layer cannot be understood.
   *
   * @param scratch a file that does not exist; gone afterwards
   */
  public void sboms(Path scratch, LayerFiles.Visitor visitor) throws IOException {
    String sha = metadata.path("sbom").path("sha").asString("");
    Descriptor layer = Digest.isDigest(sha) ? blobs.get(Digest.of(sha)) : null;
    if (layer == null) {
      return;
    }
    try {
      source.fetch(layer.digest(), scratch);
      try (InputStream in = Files.newInputStream(scratch)) {
        LayerFiles.scan(in, layer.mediaType(), MAX_SBOMS, (name, content) -> !name.startsWith(SBOMS) || visitor.file(name.substring(SBOMS.length()), content));
      }
    } catch (LayerException e) {
      // an image of somebody else's: its layers are used, what it says about them is not
    } finally {
      Files.deleteIfExists(scratch);
    }
  }
}
