package dev.ingot.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Several manifests under one name, one per platform. Source: OCI image-spec, image-index.md. */
public record Index(String mediaType, List<Descriptor> manifests) {
  public Index {
    manifests = List.copyOf(manifests);
  }

  /** @throws ImageFormatException when it is not an index, or has layers as well */
  public static Index parse(byte[] bytes, String contentType) {
    var json = OciJson.object(bytes, "index");
    if (json.has("layers") || json.has("config")) {
      throw new ImageFormatException("index has fields of a manifest too");
    }
    if (!(json.get("manifests") instanceof JsonNode list) || !list.isArray()) {
      throw new ImageFormatException("index lacks 'manifests'");
    }
    var manifests = new ArrayList<Descriptor>();
    list.forEach(node -> manifests.add(Descriptor.of(node)));
    return new Index(Manifest.mediaType(json, contentType), manifests);
  }

  /** The first manifest for this platform (`amd64`, `linux`); empty when there is none. */
  public Optional<Descriptor> forPlatform(String architecture, String os) {
    return manifests.stream().filter(d -> d.other().get("platform") instanceof JsonNode p
        && p.path("architecture").asString("").equals(architecture) && p.path("os").asString("").equals(os)).findFirst();
  }
}
