package dev.ingot.cli.sbom;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.cli.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents that lie beside an image in the platform's registry (source: OCI distribution-spec 1.1, "Listing Referrers"). */
final class Referrers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CYCLONE_DX = "application/vnd.cyclonedx+json";
  private static final long MAX_BYTES = 32L << 20;
  private final ApiClient api;

  Referrers(ApiClient api) {
    this.api = api;
  }

  /** The CycloneDX document. @throws Failure when there is none */
  byte[] cycloneDx(ImageName image) {
    JsonNode index = read("/v2/" + image.repository() + "/referrers/" + image.digest() + "?artifactType=" + URLEncoder.encode(CYCLONE_DX, StandardCharsets.UTF_8),
        "the documents of image " + image.digest());
    JsonNode newest = JSON.missingNode();
    for (JsonNode manifest : index.path("manifests")) {
      newest = CYCLONE_DX.equals(manifest.path("artifactType").asString("")) ? manifest : newest;
    }
    if (newest.isMissingNode()) {
      throw new Failure("image " + image.digest() + " has no bill of materials beside it: it was built before the platform made them, or uploaded. Push the app again.");
    }
    JsonNode manifest = read("/v2/" + image.repository() + "/manifests/" + newest.path("digest").asString(""), "the manifest of the bill of materials");
    JsonNode layer = manifest.path("layers").path(0);
    if (layer.path("size").asLong(0) > MAX_BYTES) {
      throw new Failure("the bill of materials is larger than " + (MAX_BYTES >> 20) + " MB; fetch blob " + layer.path("digest").asString("") + " of "
          + image.repository() + " with an OCI client");
    }
    return bytes("/v2/" + image.repository() + "/blobs/" + layer.path("digest").asString(""), "the bill of materials");
  }

  private JsonNode read(String path, String what) {
    return JSON.readTree(bytes(path, what));
  }

  private byte[] bytes(String path, String what) {
    try {
      return api.call("GET", path, null).body();
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNKNOWN_REQUEST) {
        throw new Failure("the platform's registry does not have " + what + " any more. Push the app again.", e);
      }
      throw e;
    }
  }
}
