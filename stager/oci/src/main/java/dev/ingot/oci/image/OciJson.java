package dev.ingot.oci.image;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON of images: bounded in depth and size, written compactly and in the order of insertion, so that equal content has equal bytes. */
public final class OciJson {
  /** Largest manifest or config we read, bytes. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).maxStringLength(MAX_BYTES).build())
      .build()).build();

  private OciJson() {}

  /** @throws ImageFormatException when the bytes are not one JSON object, or too many */
  public static ObjectNode object(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw new ImageFormatException(what + " has " + bytes.length + " bytes, more than the " + MAX_BYTES + " we read");
    }
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new ImageFormatException(what + " is not a JSON object");
    } catch (JacksonException e) {
      throw new ImageFormatException(what + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The compact bytes of this JSON. */
  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** Maps, lists and plain values as JSON. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static String text(JsonNode object, String field, String what) {
    JsonNode value = object.get(field);
    if (value == null || !value.isString()) {
      throw new ImageFormatException(what + " has no text field '" + field + "'");
    }
    return value.stringValue();
  }
}
