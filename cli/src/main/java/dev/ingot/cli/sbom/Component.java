package dev.ingot.cli.sbom;

import dev.ingot.cli.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One part of a bill of materials (source: CycloneDX 1.6, "components"). @param type the ecosystem of its package URL (`npm`, `maven`, `deb`), else CycloneDX's type */
record Component(String name, String version, String type, String licence) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** All of a document, with those inside others, sorted by type and name. */
  static List<Component> of(byte[] document) {
    JsonNode json;
    try {
      json = JSON.readTree(document);
    } catch (JacksonException e) {
      throw new Failure("the bill of materials is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!json.path("bomFormat").asString("").equals("CycloneDX")) {
      throw new Failure("the bill of materials is not a CycloneDX document");
    }
    List<Component> all = new ArrayList<>();
    add(json.path("components"), all);
    all.sort(Comparator.comparing(Component::type).thenComparing(Component::name).thenComparing(Component::version));
    return all;
  }

  private static void add(JsonNode components, List<Component> all) {
    for (JsonNode node : components) {
      String group = node.path("group").asString("");
      all.add(new Component((group.isEmpty() ? "" : group + "/") + node.path("name").asString(""), node.path("version").asString(""), ecosystem(node), licences(node)));
      add(node.path("components"), all);
    }
  }

  private static String ecosystem(JsonNode node) {
    String purl = node.path("purl").asString("");
    int slash = purl.indexOf('/');
    return purl.startsWith("pkg:") && slash > 4 ? purl.substring(4, slash) : node.path("type").asString("");
  }

  private static String licences(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (JsonNode licence : node.path("licenses")) {
      JsonNode one = licence.path("license");
      names.add(licence.path("expression").asString(one.path("id").asString(one.path("name").asString("?"))));
    }
    return String.join(", ", names);
  }
}
