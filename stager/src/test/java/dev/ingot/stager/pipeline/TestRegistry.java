package dev.ingot.stager.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A small OCI registry on loopback that remembers which blobs were sent to it. The module's pom says how long its server waits for a request. */
public final class TestRegistry implements AutoCloseable {
  public final List<String> sent = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  private final HttpServer server;

  public TestRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange x) throws IOException {
    try (x) {
      byte[] body = x.getRequestBody().readAllBytes();
      String path = x.getRequestURI().getPath().substring("/v2/".length());
      String query = x.getRequestURI().getQuery() == null ? "" : x.getRequestURI().getQuery();
      if (path.isEmpty()) {
        answer(x, 200, new byte[0]);
      } else if (path.contains("/blobs/uploads/")) {
        upload(x, path, query, body);
      } else if (path.contains("/referrers/")) {
        referrers(x, path);
      } else if (path.contains("/blobs/")) {
        found(x, blobs.get(path.replace("/blobs/", "|")), "application/octet-stream");
      } else {
        manifest(x, path.replace("/manifests/", "|"), body);
      }
    }
  }

  private void referrers(HttpExchange x, String path) throws IOException {
    String repository = path.substring(0, path.indexOf("/referrers/"));
    String subject = path.substring(path.lastIndexOf('/') + 1);
    var index = OciJson.object();
    var list = index.put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX).putArray("manifests");
    manifests.forEach((key, bytes) -> {
      var manifest = OciJson.object(bytes, key);
      if (key.startsWith(repository + "|sha256:") && manifest.path("subject").path("digest").asString("").equals(subject)) {
        list.add(new Descriptor(MediaTypes.MANIFEST, Digest.sha256(bytes), bytes.length, Map.of("artifactType", manifest.path("artifactType"))).toJson());
      }
    });
    x.getResponseHeaders().add("Content-Type", MediaTypes.INDEX);
    answer(x, 200, OciJson.bytes(index));
  }

  private void manifest(HttpExchange x, String key, byte[] body) throws IOException {
    String repository = key.substring(0, key.indexOf('|') + 1);
    switch (x.getRequestMethod()) {
      case "PUT" -> {
        manifests.put(key, body);
        manifests.put(repository + Digest.sha256(body), body);
        x.getResponseHeaders().add("Docker-Content-Digest", Digest.sha256(body).value());
        answer(x, 201, new byte[0]);
      }
      case "DELETE" -> answer(x, manifests.remove(key) == null ? 404 : 202, new byte[0]);
      default -> found(x, manifests.get(key), "application/vnd.oci.image.manifest.v1+json");
    }
  }

  private void upload(HttpExchange x, String path, String query, byte[] body) throws IOException {
    String repository = path.substring(0, path.indexOf("/blobs/"));
    if (x.getRequestMethod().equals("POST")) {
      var from = new ArrayList<>(List.of(query.split("&")));
      String mount = from.stream().filter(p -> p.startsWith("mount=")).findFirst().orElse("").replace("mount=", "");
      String source = from.stream().filter(p -> p.startsWith("from=")).findFirst().orElse("").replace("from=", "");
      byte[] there = blobs.get(source + "|" + mount);
      if (there != null) {
        blobs.put(repository + "|" + mount, there);
        x.getResponseHeaders().add("Location", "/v2/" + repository + "/blobs/" + mount);
        answer(x, 201, new byte[0]);
      } else {
        x.getResponseHeaders().add("Location", "/v2/" + repository + "/blobs/uploads/" + UUID.randomUUID());
        answer(x, 202, new byte[0]);
      }
    } else if (x.getRequestMethod().equals("PATCH")) {
      uploads.put(path, body);
      x.getResponseHeaders().add("Location", "/v2/" + path);
      answer(x, 202, new byte[0]);
    } else {
      byte[] content = body.length > 0 ? body : uploads.getOrDefault(path, body);
      String digest = query.substring("digest=".length());
      if (!Digest.sha256(content).value().equals(digest)) {
        answer(x, 400, "digest mismatch".getBytes());
        return;
      }
      blobs.put(repository + "|" + digest, content);
      sent.add(digest);
      x.getResponseHeaders().add("Location", "/v2/" + repository + "/blobs/" + digest);
      answer(x, 201, new byte[0]);
    }
  }

  private void found(HttpExchange x, byte[] content, String type) throws IOException {
    if (content == null) {
      answer(x, 404, new byte[0]);
      return;
    }
    x.getResponseHeaders().add("Content-Type", type);
    x.getResponseHeaders().add("Docker-Content-Digest", Digest.sha256(content).value());
    if (x.getRequestMethod().equals("HEAD")) {
      x.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
      x.sendResponseHeaders(200, -1);
    } else {
      answer(x, 200, content);
    }
  }

  private static void answer(HttpExchange x, int status, byte[] content) throws IOException {
    x.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      x.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
