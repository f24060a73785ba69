package dev.ingot.stager.sbom;

import dev.ingot.oci.image.OciJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Writes CycloneDX 1.6 as JSON. Source: CycloneDX 1.6 JSON schema (ECMA-424). No times and no random numbers: equal images have equal documents. */
final class CycloneDx {
  private CycloneDx() {}

  static byte[] document(String repository, String digest, List<Component> components, boolean incomplete) {
    var json = OciJson.object();
    json.put("bomFormat", "CycloneDX").put("specVersion", "1.6");
    json.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes((repository + "@" + digest).getBytes(StandardCharsets.UTF_8))).put("version", 1);
    var metadata = json.putObject("metadata");
    metadata.putObject("tools").putArray("components").addObject().put("type", "application").put("name", "ingot");
    metadata.putObject("component").put("type", "container").put("bom-ref", "image").put("name", repository).put("version", digest);
    if (incomplete) {
      metadata.putArray("properties").addObject().put("name", "ingot:incomplete").put("value", "more than " + Components.MAX + " components");
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
      one.put("purl", component.purl()).putArray("properties").addObject().put("name", "ingot:source").put("value", component.source());
    }
    return OciJson.bytes(json);
  }
}
