package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Digests;
import dev.ingot.controller.registry.Manifest;
import dev.ingot.controller.registry.Names;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** `/v2/<name>/manifests/<reference>`, `/tags/list` and `/referrers/<digest>`. */
final class ManifestDoor {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int REFERRERS_PAGE = 1000;
  private static final int MAX_TAGS_AT_ONCE = 10;

  private final Registry registry;

  ManifestDoor(Registry registry) {
    this.registry = registry;
  }

  void answer(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    switch (request.getMethod()) {
      case "GET", "HEAD" -> send(path, response);
      case "PUT" -> put(path, request, response);
      case "DELETE" -> {
        if (!registry.deleteManifest(path.repository(), path.argument())) {
          throw unknown(path);
        }
        Answers.empty(response, 202);
      }
      default -> throw RegistryServlet.unsupported(request.getMethod());
    }
  }

  private void send(RegistryPath path, HttpServletResponse response) throws IOException {
    Manifest manifest = registry.manifest(path.repository(), path.argument()).orElseThrow(() -> unknown(path));
    response.setHeader("Docker-Content-Digest", manifest.digest().toString());
    response.setHeader("ETag", "\"" + manifest.digest() + "\"");
    Answers.bytes(response, 200, manifest.mediaType(), manifest.bytes());
  }

  private void put(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    List<String> tags = new ArrayList<>(Query.parse(request.getQueryString()).all("tag"));
    if (tags.size() > MAX_TAGS_AT_ONCE) {
      throw new RegistryException(RegistryError.MANIFEST_INVALID, "At most " + MAX_TAGS_AT_ONCE + " tags can be set in one request");
    }
    Digest named = null;
    if (path.argument().contains(":")) {
      named = Digests.parse(path.argument());
    } else {
      tags.addFirst(path.argument());
    }
    byte[] bytes = body(request);
    Digest digest = named == null ? Digest.sha256(bytes) : named;
    Optional<Digest> subject = registry.putManifest(path.repository(), digest,
        Objects.requireNonNullElse(request.getContentType(), ""), bytes, tags);
    subject.ifPresent(value -> response.setHeader("OCI-Subject", value.toString()));
    if (named != null) {
      tags.forEach(tag -> response.addHeader("OCI-Tag", tag));
    }
    response.setHeader("Location", "/v2/" + path.name() + "/manifests/" + digest);
    response.setHeader("Docker-Content-Digest", digest.toString());
    Answers.empty(response, 201);
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    int max = registry.limits().maxManifestBytes();
    byte[] bytes = request.getContentLengthLong() > max ? new byte[0] : request.getInputStream().readNBytes(max + 1);
    if (request.getContentLengthLong() > max || bytes.length > max) {
      throw new RegistryException(RegistryError.SIZE_INVALID, "The manifest is larger than this registry takes (" + max + " bytes)");
    }
    return bytes;
  }

  void tags(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    reading(request);
    if (!registry.exists(path.repository())) {
      throw new RegistryException(RegistryError.NAME_UNKNOWN, "Repository " + path.name() + " does not exist");
    }
    Query query = Query.parse(request.getQueryString());
    int limit = query.first("n").map(ManifestDoor::count).orElse(Registry.MAX_PAGE);
    String last = query.first("last").orElse("");
    List<String> rest = registry.tags(path.repository()).stream().filter(tag -> tag.compareTo(last) > 0).toList();
    List<String> page = rest.subList(0, Math.min(limit, rest.size()));
    if (!page.isEmpty() && page.size() < rest.size()) {
      next(response, "/v2/" + path.name() + "/tags/list?n=" + limit + "&last=" + encode(page.getLast()));
    }
    Answers.json(response, 200, ordered("name", path.name(), "tags", page));
  }

  void referrers(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    reading(request);
    Digest subject = Digests.parse(path.argument());
    Query query = Query.parse(request.getQueryString());
    String type = query.first("artifactType").orElse("");
    List<Manifest.Referrer> found = registry.referrers(path.repository(), subject, type, query.first("last").orElse(""), REFERRERS_PAGE + 1);
    if (!type.isEmpty()) {
      response.setHeader("OCI-Filters-Applied", "artifactType");
    }
    List<Manifest.Referrer> page = found.subList(0, Math.min(REFERRERS_PAGE, found.size()));
    if (page.size() < found.size()) {
      next(response, "/v2/" + path.name() + "/referrers/" + subject + "?last=" + page.getLast().digest()
          + (type.isEmpty() ? "" : "&artifactType=" + encode(type)));
    }
    String index = "application/vnd.oci.image.index.v1+json";
    Map<String, Object> body = ordered("schemaVersion", 2, "mediaType", index, "manifests", page.stream().map(ManifestDoor::descriptor).toList());
    Answers.bytes(response, 200, index, JSON.writeValueAsBytes(body));
  }

  private static Map<String, Object> descriptor(Manifest.Referrer referrer) {
    Map<String, Object> descriptor = ordered("mediaType", referrer.mediaType(), "digest", referrer.digest().toString(), "size", referrer.size());
    if (!referrer.artifactType().isEmpty()) {
      descriptor.put("artifactType", referrer.artifactType());
    }
    if (!referrer.annotations().isEmpty()) {
      descriptor.put("annotations", referrer.annotations());
    }
    return descriptor;
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static int count(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new RegistryException(RegistryError.PAGE_INVALID, "n must be a whole number from 0 on");
    }
    return Math.min(Integer.parseInt(text), Registry.MAX_PAGE);
  }

  private static void next(HttpServletResponse response, String path) {
    response.setHeader("Link", "<" + path + ">; rel=\"next\"");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void reading(HttpServletRequest request) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      throw RegistryServlet.unsupported(request.getMethod());
    }
  }

  private static RegistryException unknown(RegistryPath path) {
    String reference = Names.isTag(path.argument()) || path.argument().contains(":") ? path.argument() : "of that name";
    return new RegistryException(RegistryError.MANIFEST_UNKNOWN, "Repository " + path.name() + " has no manifest " + reference);
  }
}
