package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a manifest or index says about other content (OCI image-spec, manifest.md and image-index.md). Fields we do not know are left alone.
 *
 * @param blobs config and layers that must be here; layers that live elsewhere by their type or `urls` are not listed
 * @param manifests entries of an index
 * @param subject what it refers to, which need not exist
 * @param artifactType its own, else the config's media type; empty for an index without one
 */
record ManifestContent(String mediaType, List<Digest> blobs, List<Digest> manifests, Optional<Digest> subject, String artifactType,
    Map<String, String> annotations) {
  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build()).build()).build();

  /** @throws RegistryException MANIFEST_INVALID when it is no JSON object with well-formed descriptors; DIGEST_INVALID for their digests */
  static ManifestContent parse(byte[] bytes) {
    JsonNode root = read(bytes);
    if (!root.isObject()) {
      throw invalid("it is not a JSON object");
    }
    if (root.path("schemaVersion").asInt(0) != 2) {
      throw invalid("schemaVersion is not 2");
    }
    List<Digest> blobs = new ArrayList<>();
    JsonNode config = root.path("config");
    if (!config.isMissingNode()) {
      blobs.add(digest(config, "config"));
    }
    for (JsonNode layer : list(root, "layers")) {
      Digest digest = digest(layer, "layers[]");
      if (!livesElsewhere(layer)) {
        blobs.add(digest);
      }
    }
    List<Digest> manifests = new ArrayList<>();
    list(root, "manifests").forEach(entry -> manifests.add(digest(entry, "manifests[]")));
    JsonNode subject = root.path("subject");
    Optional<Digest> referred = subject.isMissingNode() || subject.isNull() ? Optional.empty() : Optional.of(digest(subject, "subject"));
    String artifactType = text(root, "artifactType");
    return new ManifestContent(text(root, "mediaType"), blobs, manifests, referred,
        artifactType.isEmpty() ? text(config, "mediaType") : artifactType, annotations(root.path("annotations")));
  }

  private static JsonNode read(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw invalid("it is not JSON (" + Texts.shown(String.valueOf(e.getOriginalMessage())) + ")");
    }
  }

  private static JsonNode list(JsonNode root, String field) {
    JsonNode list = root.path(field);
    if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
      throw invalid(field + " is not a list");
    }
    return list;
  }

  private static Digest digest(JsonNode descriptor, String where) {
    if (!descriptor.isObject() || !descriptor.path("digest").isString()) {
      throw invalid(where + " is not a descriptor with a digest");
    }
    return Digests.parse(descriptor.path("digest").stringValue());
  }

  private static boolean livesElsewhere(JsonNode layer) {
    String mediaType = text(layer, "mediaType");
    return mediaType.contains(".nondistributable.") || mediaType.contains(".foreign.") || !layer.path("urls").isEmpty();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).isString() ? node.path(field).stringValue() : "";
  }

  private static Map<String, String> annotations(JsonNode node) {
    Map<String, String> annotations = new LinkedHashMap<>();
    node.properties().forEach(entry -> annotations.put(entry.getKey(), entry.getValue().isString() ? entry.getValue().stringValue() : ""));
    return annotations;
  }

  private static RegistryException invalid(String why) {
    return new RegistryException(RegistryError.MANIFEST_INVALID, "The manifest cannot be stored: " + why);
  }
}
