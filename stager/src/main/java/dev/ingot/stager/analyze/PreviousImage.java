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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the app's last image tells: blobs by diff ID, and the lifecycle's own label. Source: CNB platform spec, "Analyzer".
 *
 * @param blobs blobs of that image by diff ID
 * @param metadata label `io.buildpacks.lifecycle.metadata`; an empty object when there is none or it cannot be read
 * @param sboms files of its SBOM layer by their names below `launch/`: `<buildpack>/<layer>/sbom.<ext>`; none when it has no such layer
 */
public record PreviousImage(Map<Digest, Descriptor> blobs, JsonNode metadata, Map<String, byte[]> sboms) {
  public static final String LABEL = "io.buildpacks.lifecycle.metadata";
  public static final PreviousImage NONE = new PreviousImage(Map.of(), OciJson.object(), Map.of());
  private static final String SBOMS = "layers/sbom/launch/";
  private static final int MAX_SBOMS = 64 << 20;

  /** Reads it. A missing image or an unreadable label is no failure; a registry that does not let us in is. */
  public static PreviousImage read(RegistryClient registry, String repository, String digest) throws IOException {
    if (digest.isEmpty()) {
      return NONE;
    }
    try {
      Manifest manifest = registry.getManifest(repository, digest);
      ImageConfig config = registry.getConfig(repository, manifest);
      var blobs = blobs(manifest, config);
      JsonNode label = label(config);
      return new PreviousImage(blobs, label, sboms(registry, repository, blobs, label));
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

  private static Map<String, byte[]> sboms(RegistryClient registry, String repository, Map<Digest, Descriptor> blobs, JsonNode label) throws IOException {
    String sha = label.path("sbom").path("sha").asString("");
    Descriptor layer = Digest.isDigest(sha) ? blobs.get(Digest.of(sha)) : null;
    if (layer == null || layer.size() > MAX_SBOMS) {
      return Map.of();
    }
    var files = new HashMap<String, byte[]>();
    try {
      byte[] blob = registry.getSmallBlob(repository, layer.digest(), MAX_SBOMS);
      LayerFiles.scan(new ByteArrayInputStream(blob), layer.mediaType(), MAX_SBOMS, (name, content) -> {
        if (name.startsWith(SBOMS)) {
          files.put(name.substring(SBOMS.length()), content.readAllBytes());
        }
        return true;
      });
    } catch (LayerException e) {
      // an image of somebody else's: its layers are used, what it says about them is not
      return Map.of();
    }
    return files;
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

  /** SBOM files of one of its layers: extension → content. */
  public Map<String, byte[]> sboms(String buildpackDirectory, String layer) {
    String prefix = buildpackDirectory + "/" + layer + "/sbom.";
    var files = new java.util.TreeMap<String, byte[]>();
    sboms.forEach((name, content) -> {
      if (name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
        files.put(name.substring(prefix.length()), content);
      }
    });
    return files;
  }
}
