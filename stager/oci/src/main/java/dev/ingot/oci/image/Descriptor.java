package dev.ingot.oci.image;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pointer to content. Source: OCI image-spec, descriptor.md.
 *
 * @param size bytes as transferred, ≥ 0
 * @param other all other fields (annotations, platform, …), as they were read; `urls` are never fetched
 */
public record Descriptor(String mediaType, Digest digest, long size, Map<String, JsonNode> other) {
  public Descriptor {
    if (size < 0) {
      throw new ImageFormatException("descriptor of " + digest + " has the negative size " + size);
    }
    other = Map.copyOf(other);
  }

  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, Map.of());
  }

  /** @throws ImageFormatException when a required field is missing or malformed */
  public static Descriptor of(JsonNode node) {
    String digest = OciJson.text(node, "digest", "descriptor");
    if (!Digest.isDigest(digest)) {
      throw new ImageFormatException("descriptor has the malformed digest '" + digest + "'");
    }
    JsonNode size = node.get("size");
    if (size == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
      throw new ImageFormatException("descriptor of " + digest + " has no whole number in field 'size'");
    }
    var other = new TreeMap<String, JsonNode>();
    node.properties().forEach(field -> {
      if (!field.getKey().equals("mediaType") && !field.getKey().equals("digest") && !field.getKey().equals("size")) {
        other.put(field.getKey(), field.getValue());
      }
    });
    return new Descriptor(OciJson.text(node, "mediaType", "descriptor"), Digest.of(digest), size.longValue(), other);
  }

  /** As JSON: the three required fields, then the others by name. */
  public ObjectNode toJson() {
    var json = OciJson.object();
    json.put("mediaType", mediaType).put("digest", digest.value()).put("size", size);
    new TreeMap<>(other).forEach(json::set);
    return json;
  }
}
