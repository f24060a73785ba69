package dev.ingot.oci.document;

import dev.ingot.oci.image.OciJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Writes CycloneDX 1.6 as JSON, and reads what it wrote. Source: CycloneDX 1.6 JSON schema (ECMA-424). No times and no random numbers: equal images have equal documents. */
public final class CycloneDx {
  private static final String TOOL = "ingot";
  private static final String SOURCE = "ingot:source";
  private static final String INCOMPLETE = "ingot:incomplete";

  private CycloneDx() {}

  /** What a document of ours says. @param incomplete why it does not tell all; "" = it does */
  public record Contents(List<Component> components, String incomplete) {}

  /**
   * The document of an image.
   *
   * @param digest the image's
   * @param incomplete why it does not tell all; "" = it does
   */
  public static byte[] document(String repository, String digest, List<Component> components, String incomplete) {
    var json = OciJson.object();
    json.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
    json.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes((repository + "@" + digest).getBytes(StandardCharsets.UTF_8))).put("version", 1);
    var metadata = json.putObject("metadata");
    metadata.putObject("tools").putArray("components").addObject().put("type", "application").put("name", TOOL);
    metadata.putObject("component").put("type", "container").put("bom-ref", "image").put("name", repository).put("version", digest);
    if (!incomplete.isEmpty()) {
      metadata.putArray("properties").addObject().put("name", INCOMPLETE).put("value", incomplete);
    }
    var list = json.putArray("components");
    for (Component component : components) {
      var one = list.addObject().put("type", "library").put("bom-ref", component.purl());
      if (!component.group().isEmpty()) {
        one.put("group", component.group());
      }
      one.put("name", component.name());
      if (!component.version().isEmpty()) {
        one.put("version", component.version());
      }
      one.put("purl", component.purl()).putArray("properties").addObject().put("name", SOURCE).put("value", component.source());
    }
    return OciJson.bytes(json);
  }

  /** Reads a document; empty for one that somebody else made. @throws dev.ingot.oci.image.ImageFormatException when it is no JSON */
  public static Optional<Contents> read(byte[] document) {
    JsonNode json = OciJson.object(document, "bill of materials");
    JsonNode metadata = json.path("metadata");
    if (!json.path("bomFormat").asString("").equals("CycloneDX") || !metadata.path("tools").path("components").path(0).path("name").asString("").equals(TOOL)) {
      return Optional.empty();
    }
    var components = new ArrayList<Component>();
    for (JsonNode one : json.path("components")) {
      components.add(new Component(one.path("group").asString(""), one.path("name").asString(""), one.path("version").asString(""), one.path("purl").asString(""),
          property(one, SOURCE)));
    }
    return Optional.of(new Contents(components, property(metadata, INCOMPLETE)));
  }

  private static String property(JsonNode node, String name) {
    for (JsonNode property : node.path("properties")) {
      if (property.path("name").asString("").equals(name)) {
        return property.path("value").asString("");
      }
    }
    return "";
  }
}
