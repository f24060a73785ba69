package dev.ingot.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One image for one platform: its config and its layers, lowest first. Source: OCI image-spec, manifest.md.
 *
 * @param other fields we do not use (annotations, subject, artifactType, unknown ones), kept for writing again
 */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers, Map<String, JsonNode> other) {
  private static final Set<String> KNOWN = Set.of("schemaVersion", "mediaType", "config", "layers");

  public Manifest {
    layers = List.copyOf(layers);
    other = Map.copyOf(other);
  }

  /** An OCI manifest without annotations. */
  public Manifest(Descriptor config, List<Descriptor> layers) {
    this(MediaTypes.MANIFEST, config, layers, Map.of());
  }

  /**
   * Reads a manifest.
   *
   * @param contentType what the registry called it; "" when not known
   * @throws ImageFormatException when it is not a manifest, is an index as well, or calls itself something else than the registry did
   */
  public static Manifest parse(byte[] bytes, String contentType) {
    var json = OciJson.object(bytes, "manifest");
    if (json.has("manifests")) {
      throw new ImageFormatException("expected the manifest of one image, got an index of several");
    }
    String mediaType = mediaType(json, contentType);
    if (!(json.get("layers") instanceof JsonNode list) || !list.isArray() || !(json.get("config") instanceof JsonNode config)) {
      throw new ImageFormatException("manifest lacks 'config' or 'layers'");
    }
    var layers = new ArrayList<Descriptor>();
    list.forEach(layer -> layers.add(Descriptor.of(layer)));
    var other = new TreeMap<String, JsonNode>();
    json.properties().stream().filter(f -> !KNOWN.contains(f.getKey())).forEach(f -> other.put(f.getKey(), f.getValue()));
    return new Manifest(mediaType, Descriptor.of(config), layers, other);
  }

  static String mediaType(JsonNode json, String contentType) {
    String inside = json.path("mediaType").asString("");
    if (!inside.isEmpty() && !contentType.isEmpty() && !inside.equals(contentType)) {
      throw new ImageFormatException("the registry says '" + contentType + "', the document itself '" + inside + "'");
    }
    String type = inside.isEmpty() ? contentType : inside;
    return type.isEmpty() ? MediaTypes.MANIFEST : type;
  }

  /** Bytes to store; the same for equal manifests. */
  public byte[] toBytes() {
    var json = OciJson.object();
    json.put("schemaVersion", 2).put("mediaType", mediaType).set("config", config.toJson());
    var list = json.putArray("layers");
    layers.forEach(layer -> list.add(layer.toJson()));
    new TreeMap<>(other).forEach(json::set);
    return OciJson.bytes(json);
  }

  /** Compressed bytes of all layers and the config. */
  public long totalSize() {
    return config.size() + layers.stream().mapToLong(Descriptor::size).sum();
  }
}
