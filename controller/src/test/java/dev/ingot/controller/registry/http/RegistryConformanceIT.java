package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.image.Digest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * What the distribution-spec's conformance programs ask (buildpacks-and-images.md §5.3 to 5.5), of the running controller, by a developer in
 * repositories of a space, with tokens. One row, one test.
 */
class RegistryConformanceIT {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final byte[] NOTHING = new byte[0];
  private static TokenClient client;
  private static String one;
  private static String two;
  private static int seed;

  @BeforeAll
  static void start() {
    RunningController controller = RunningController.get();
    Tenants tenants = new Tenants(controller);
    String org = tenants.organization();
    String space = tenants.space(org);
    String user = tenants.user();
    assertThat(tenants.give(controller.admin(), "organization_user", user, "organization", org).status()).isEqualTo(201);
    assertThat(tenants.give(controller.admin(), "space_developer", user, "space", space).status()).isEqualTo(201);
    String names = controller.admin().get("/v3/organizations/" + org).at("/name") + "/" + controller.admin().get("/v3/spaces/" + space).at("/name");
    one = "/v2/" + names + "/repo1";
    two = "/v2/spaces/" + space + "/nested/repo2";
    client = new TokenClient(controller.url(), user, user);
  }

  @TestFactory
  Stream<DynamicNode> empty_repository() {
    return Stream.of(
        row("ping", () -> expect(call("GET", "/v2/"), 200)),
        row("tag list", () -> assertThat(call("GET", one.replace("repo1", "none") + "/tags/list").statusCode()).isIn(200, 404)),
        row("referrers", () -> assertThat(text(expect(call("GET", one.replace("repo1", "none") + "/referrers/" + sha256(random(9))), 200))).contains("\"manifests\":[]")),
        row("missing manifest by digest", () -> error(call("GET", one + "/manifests/" + sha256(random(9))), 404, "MANIFEST_UNKNOWN")),
        row("missing manifest by tag", () -> error(call("GET", one + "/manifests/missing"), 404, "MANIFEST_UNKNOWN")),
        row("missing manifest, HEAD", () -> assertThat(call("HEAD", one + "/manifests/missing").statusCode()).isEqualTo(404)),
        row("tag that is none", () -> assertThat(call("GET", one + "/manifests/.INVALID_MANIFEST_NAME").statusCode()).isEqualTo(404)),
        row("malformed digest, get", () -> error(call("GET", one + "/manifests/sha256:totallywrong"), 400, "DIGEST_INVALID")),
        row("malformed digest, put", () -> error(call("PUT", one + "/manifests/sha256:totallywrong", "{}".getBytes(StandardCharsets.UTF_8)), 400, "DIGEST_INVALID")),
        row("malformed digest, blob", () -> error(call("GET", one + "/blobs/baddigeststring"), 400, "DIGEST_INVALID")));
  }

  @TestFactory
  Stream<DynamicNode> blobs() {
    return Digest.ALGORITHMS.stream().map(algorithm -> dynamicContainer(algorithm, Stream.of(
        row("get missing", () -> error(call("GET", one + "/blobs/" + Digest.of(algorithm, random(9))), 404, "BLOB_UNKNOWN")),
        row("head missing", () -> assertThat(call("HEAD", one + "/blobs/" + Digest.of(algorithm, random(9))).statusCode()).isEqualTo(404)),
        row("post only", () -> stored(algorithm, blob -> expect(call("POST", one + "/blobs/uploads/?digest=" + Digest.of(algorithm, blob), blob), 201))),
        row("post and put", () -> stored(algorithm, blob -> put(open(algorithm), algorithm, blob, blob))),
        row("post without algorithm and put", () -> stored(algorithm, blob -> put(location(expect(call("POST", one + "/blobs/uploads/", NOTHING), 202)), algorithm, blob, blob))),
        row("streamed", () -> stored(algorithm, blob -> put(location(expect(call("PATCH", open(algorithm), blob), 202)), algorithm, blob, NOTHING))),
        row("one chunk", () -> stored(algorithm, blob -> put(chunk(open(algorithm), blob, 0, blob.length), algorithm, blob, NOTHING))),
        row("many chunks", () -> stored(algorithm, blob -> put(chunk(chunk(open(algorithm), blob, 0, 1500), blob, 1500, blob.length), algorithm, blob, NOTHING))),
        row("many chunks, the last with the put", () -> stored(algorithm, blob -> lastChunk(chunk(open(algorithm), blob, 0, 1500), algorithm, blob, 1500))),
        row("chunks out of order", () -> stored(algorithm, blob -> outOfOrder(algorithm, blob))),
        row("empty", () -> storedBlob(algorithm, NOTHING)),
        row("{}", () -> storedBlob(algorithm, "{}".getBytes(StandardCharsets.UTF_8))),
        row("wrong digest, post only", () -> wrong(algorithm, (digest, blob) -> call("POST", one + "/blobs/uploads/?digest=" + digest, blob))),
        row("wrong digest, post and put", () -> wrong(algorithm, (digest, blob) -> call("PUT", query(open(algorithm), digest), blob))),
        row("wrong digest, chunked", () -> wrong(algorithm, (digest, blob) -> call("PUT", query(chunk(open(algorithm), blob, 0, blob.length), digest), NOTHING))),
        row("wrong digest, streamed", () -> wrong(algorithm, (digest, blob) -> call("PUT", query(location(expect(call("PATCH", open(algorithm), blob), 202)), digest), NOTHING))),
        row("cancel", () -> {
          String session = chunk(open(algorithm), random(10), 0, 10);
          expect(call("DELETE", session), 204);
          error(call("GET", session), 404, "BLOB_UPLOAD_UNKNOWN");
        }),
        row("mount", () -> {
          byte[] blob = random(2000);
          Digest digest = Digest.of(algorithm, blob);
          expect(call("POST", two + "/blobs/uploads/?digest=" + digest, blob), 201);
          HttpResponse<byte[]> mounted = expect(call("POST", one + "/blobs/uploads/?mount=" + digest + "&from=" + two.substring(4)), 202);
          assertThat(location(mounted)).as("this token is not for the other repository").contains("/blobs/uploads/");
          HttpResponse<byte[]> both = token("repository:" + one.substring(4) + ":pull,push", "repository:" + two.substring(4) + ":pull");
          String authorization = "Bearer " + text(both).replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
          HttpResponse<byte[]> created = expect(client.raw("POST", one + "/blobs/uploads/?mount=" + digest + "&from=" + two.substring(4), NOTHING, authorization), 201);
          assertThat(location(created)).isEqualTo(one + "/blobs/" + digest);
          assertThat(call("GET", location(created)).body()).isEqualTo(blob);
        }),
        row("mount anonymous", () -> assertThat(location(expect(call("POST", one + "/blobs/uploads/?mount=" + Digest.of(algorithm, random(9))), 202))).contains("/blobs/uploads/")),
        row("mount missing", () -> assertThat(location(expect(call("POST", one + "/blobs/uploads/?mount=" + Digest.of(algorithm, random(9)) + "&from=" + two.substring(4)), 202)))
            .contains("/blobs/uploads/")))));
  }

  @TestFactory
  Stream<DynamicNode> ranges() throws Exception {
    byte[] blob = random(2000);
    String path = one + "/blobs/" + sha256(blob);
    expect(call("POST", one + "/blobs/uploads/?digest=" + sha256(blob), blob), 201);
    Map<String, int[]> parts = new LinkedHashMap<>();
    parts.put("500-1499", new int[] {500, 1500});
    parts.put("500-", new int[] {500, 2000});
    parts.put("-500", new int[] {1500, 2000});
    parts.put("1999-99999", new int[] {1999, 2000});
    return Stream.concat(parts.entrySet().stream().map(part -> row(part.getKey(), () -> {
      HttpResponse<byte[]> answer = expect(call("GET", path, NOTHING, "Range", "bytes=" + part.getKey()), 206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(blob, part.getValue()[0], part.getValue()[1]));
      assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + part.getValue()[0] + "-" + (part.getValue()[1] - 1) + "/2000");
    })), Stream.concat(Stream.of("2000-5000", "500-0", "5000-10000", "999999999999999999-").map(range -> row(range, () ->
        expect(call("GET", path, NOTHING, "Range", "bytes=" + range), 416))),
        // Not a range anybody may send: answered as if it had not been there (RFC 9110, "Range").
        Stream.of("--5", "-", "5-4-3", "99999999999999999999999-", "a-b").map(range -> row(range, () ->
            assertThat(expect(call("GET", path, NOTHING, "Range", "bytes=" + range), 200).body()).isEqualTo(blob)))));
  }

  @TestFactory
  Stream<DynamicNode> contents() throws Exception {
    byte[] layer = random(3000);
    byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + sha256(layer) + "\"]},\"unknown\":1}").getBytes(StandardCharsets.UTF_8);
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    for (byte[] blob : List.of(layer, config, empty)) {
      expect(call("POST", one + "/blobs/uploads/?digest=" + sha256(blob), blob), 201);
      expect(call("POST", one + "/blobs/uploads/?digest=" + Digest.of("sha512", blob), blob), 201);
    }
    String image = field("config", descriptor(CONFIG, config)) + "," + field("layers", "[" + descriptor(LAYER, layer) + "]");
    String artifact = field("config", descriptor(EMPTY, empty)) + "," + field("layers", "[" + descriptor(EMPTY, empty) + "]") + ",\"artifactType\":\"application/x.test\"";
    String subject = descriptor(MANIFEST, document(MANIFEST, image));
    String missing = "{\"mediaType\":\"" + MANIFEST + "\",\"size\":9,\"digest\":\"" + sha256(random(9)) + "\"}";
    List<DynamicNode> rows = new ArrayList<>();
    rows.add(content("image", MANIFEST, image));
    rows.add(content("large manifest", MANIFEST, image + ",\"annotations\":{\"large\":\"" + "x".repeat(3_900_000) + "\"}"));
    rows.add(content("artifact", MANIFEST, artifact));
    rows.add(content("artifact without layers", MANIFEST, field("config", descriptor(EMPTY, empty)) + ",\"layers\":[],\"artifactType\":\"application/x.test\""));
    rows.add(content("no layers", MANIFEST, field("config", descriptor(CONFIG, config)) + ",\"layers\":[]"));
    rows.add(content("subject that is missing", MANIFEST, artifact + "," + field("subject", missing)));
    rows.add(content("data field", MANIFEST, image + "," + field("subject", subject.replace("}", ",\"data\":\"e30=\"}"))));
    rows.add(content("layers that live elsewhere", MANIFEST, field("config", descriptor(CONFIG, config)) + ",\"layers\":[{\"mediaType\":"
        + "\"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip\",\"size\":5,\"digest\":\"" + sha256(random(11)) + "\",\"urls\":[\"http://store.example.com/x\"]}]"));
    rows.add(content("fields nobody knows", MANIFEST, image + ",\"org.example\":{\"a\":[1,2,{\"b\":null}]}"));
    rows.add(content("sha512", MANIFEST, field("config", descriptor512(CONFIG, config)) + "," + field("layers", "[" + descriptor512(LAYER, layer) + "]")));
    rows.add(content("empty index", INDEX, "\"manifests\":[]"));
    rows.add(row("index and nested index", () -> {
      byte[] inner = document(MANIFEST, image);
      expect(put(inner, sha256(inner).toString(), MANIFEST), 201);
      byte[] index = document(INDEX, "\"manifests\":[" + descriptor(MANIFEST, inner) + "]");
      everything(INDEX, document(INDEX, "\"manifests\":[" + descriptor(MANIFEST, inner) + "," + missingFree(index) + "]"));
    }));
    rows.add(row("index with a subject", () -> {
      byte[] inner = document(MANIFEST, image);
      expect(put(inner, sha256(inner).toString(), MANIFEST), 201);
      everything(INDEX, document(INDEX, "\"manifests\":[" + descriptor(MANIFEST, inner) + "]," + field("subject", missing) + ",\"artifactType\":\"application/x.list\""));
    }));
    rows.add(row("manifest with a wrong digest", () -> error(put(document(MANIFEST, image), sha256(random(9)).toString(), MANIFEST), 400, "DIGEST_INVALID")));
    rows.add(row("manifest that names what is not there", () -> error(put(document(MANIFEST, field("config", descriptor(CONFIG, random(12))) + ",\"layers\":[]"), "x", MANIFEST),
        404, "MANIFEST_BLOB_UNKNOWN")));
    rows.add(row("manifest of 9 MiB", () -> error(put(document(MANIFEST, image + ",\"annotations\":{\"a\":\"" + "x".repeat(9 << 20) + "\"}"), "huge", MANIFEST), 413, "SIZE_INVALID")));
    for (String algorithm : Digest.ALGORITHMS) {
      rows.add(row("tags as parameters, " + algorithm, () -> {
        byte[] bytes = document(MANIFEST, image + ",\"annotations\":{\"n\":\"" + seed++ + "\"}");
        HttpResponse<byte[]> answer = expect(put(bytes, Digest.of(algorithm, bytes) + "?tag=p1&tag=p2", MANIFEST), 201);
        assertThat(answer.headers().allValues("OCI-Tag")).containsExactly("p1", "p2");
        assertThat(call("GET", one + "/manifests/p2").body()).isEqualTo(bytes);
      }));
    }
    return rows.stream();
  }

  @TestFactory
  Stream<DynamicNode> tags() throws Exception {
    byte[] index = document(INDEX, "\"manifests\":[]");
    for (String tag : List.of("t3", "T1", "t2", "_x", "v1.0-a_b")) {
      expect(call("PUT", two + "/manifests/" + tag, index, "Content-Type", INDEX), 201);
    }
    return Stream.of(
        row("all in order", () -> assertThat(text(call("GET", two + "/tags/list"))).contains("\"tags\":[\"T1\",\"_x\",\"t2\",\"t3\",\"v1.0-a_b\"]").contains("\"name\":\"" + two.substring(4))),
        row("n", () -> assertThat(text(call("GET", two + "/tags/list?n=2"))).contains("\"tags\":[\"T1\",\"_x\"]")),
        row("n=0", () -> assertThat(text(call("GET", two + "/tags/list?n=0"))).contains("\"tags\":[]")),
        row("last", () -> assertThat(text(call("GET", two + "/tags/list?n=9&last=_x"))).contains("\"tags\":[\"t2\",\"t3\",\"v1.0-a_b\"]")),
        row("link leads to the rest", () -> {
          String link = header(call("GET", two + "/tags/list?n=3"), "Link");
          assertThat(link).endsWith("; rel=\"next\"");
          assertThat(text(call("GET", link.substring(1, link.indexOf('>'))))).contains("\"tags\":[\"t3\",\"v1.0-a_b\"]");
        }),
        row("n that is none", () -> error(call("GET", two + "/tags/list?n=-1"), 400, "UNSUPPORTED")),
        row("delete one", () -> {
          expect(call("PUT", two + "/manifests/gone", index, "Content-Type", INDEX), 201);
          expect(call("DELETE", two + "/manifests/gone"), 202);
          expect(call("GET", two + "/manifests/gone"), 404);
          expect(call("GET", two + "/manifests/" + sha256(index)), 200);
        }));
  }

  private static DynamicNode content(String name, String type, String fields) {
    return row(name, () -> everything(type, document(type, fields + (fields.contains("annotations") ? "" : ",\"annotations\":{\"n\":\"" + seed++ + "\"}"))));
  }

  /** Push, list, look, pull, refer, delete: by tag and by each form of digest. */
  private static void everything(String type, byte[] bytes) throws Exception {
    for (String reference : List.of("tag" + seed++, sha256(bytes).toString(), Digest.of("sha512", bytes).toString())) {
      HttpResponse<byte[]> pushed = expect(put(bytes, reference, type), 201);
      String digest = reference.startsWith("tag") ? sha256(bytes).toString() : reference;
      assertThat(header(pushed, "Docker-Content-Digest")).isEqualTo(digest);
      assertThat(call("GET", location(pushed)).body()).isEqualTo(bytes);
      HttpResponse<byte[]> head = expect(call("HEAD", one + "/manifests/" + reference), 200);
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(bytes.length);
      HttpResponse<byte[]> pulled = expect(call("GET", one + "/manifests/" + reference), 200);
      assertThat(pulled.body()).isEqualTo(bytes);
      assertThat(header(pulled, "Content-Type")).isEqualTo(type);
      assertThat(header(pulled, "Docker-Content-Digest")).isEqualTo(digest);
      if (reference.startsWith("tag")) {
        assertThat(text(call("GET", one + "/tags/list"))).contains("\"" + reference + "\"");
      }
      String json = new String(bytes, StandardCharsets.UTF_8);
      if (json.contains("\"subject\"")) {
        String subject = json.replaceFirst("(?s).*\"subject\":\\{[^}]*\"digest\":\"([^\"]+)\".*", "$1");
        assertThat(header(pushed, "OCI-Subject")).isEqualTo(subject);
        assertThat(text(call("GET", one + "/referrers/" + subject))).contains(digest);
        String artifactType = json.contains("artifactType") ? json.replaceFirst("(?s).*\"artifactType\":\"([^\"]+)\".*", "$1") : CONFIG;
        HttpResponse<byte[]> filtered = call("GET", one + "/referrers/" + subject + "?artifactType=" + artifactType.replace("+", "%2B"));
        assertThat(text(filtered)).contains(digest);
        assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(text(call("GET", one + "/referrers/" + subject + "?artifactType=application/x.other"))).doesNotContain(digest);
      }
      expect(call("DELETE", one + "/manifests/" + digest), 202);
      expect(call("GET", one + "/manifests/" + reference), 404);
      if (json.contains("\"subject\"")) {
        assertThat(text(call("GET", one + "/referrers/" + json.replaceFirst("(?s).*\"subject\":\\{[^}]*\"digest\":\"([^\"]+)\".*", "$1")))).doesNotContain(digest);
      }
    }
  }

  private static String missingFree(byte[] index) throws Exception {
    expect(put(index, sha256(index).toString(), INDEX), 201);
    return descriptor(INDEX, index);
  }

  private interface Pushing {
    void push(byte[] blob) throws Exception;
  }

  private interface Wrongly {
    HttpResponse<byte[]> push(Digest digest, byte[] blob) throws Exception;
  }

  private static void stored(String algorithm, Pushing pushing) throws Exception {
    byte[] blob = random(4000);
    pushing.push(blob);
    same(algorithm, blob);
  }

  private static void storedBlob(String algorithm, byte[] blob) throws Exception {
    put(open(algorithm), algorithm, blob, blob);
    same(algorithm, blob);
  }

  private static void same(String algorithm, byte[] blob) throws Exception {
    String path = one + "/blobs/" + Digest.of(algorithm, blob);
    HttpResponse<byte[]> head = expect(call("HEAD", path), 200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(blob.length);
    assertThat(header(head, "Docker-Content-Digest")).isEqualTo(Digest.of(algorithm, blob).toString());
    assertThat(expect(call("GET", path), 200).body()).isEqualTo(blob);
    expect(call("DELETE", path), 202);
    expect(call("HEAD", path), 404);
  }

  private static void wrong(String algorithm, Wrongly pushing) throws Exception {
    byte[] blob = random(4000);
    Digest wrong = Digest.of(algorithm, random(77));
    error(pushing.push(wrong, blob), 400, "DIGEST_INVALID");
    expect(call("GET", one + "/blobs/" + wrong), 404);
    expect(call("GET", one + "/blobs/" + Digest.of(algorithm, blob)), 404);
  }

  private static void outOfOrder(String algorithm, byte[] blob) throws Exception {
    String session = open(algorithm);
    expect(call("PATCH", session, Arrays.copyOfRange(blob, 1000, 2000), "Content-Range", "1000-1999"), 416);
    String next = chunk(session, blob, 0, 1000);
    expect(call("PATCH", session, Arrays.copyOfRange(blob, 0, 1000), "Content-Range", "0-999"), 416);
    HttpResponse<byte[]> state = expect(call("GET", next), 204);
    assertThat(header(state, "Range")).isEqualTo("0-999");
    expect(call("PUT", query(next, Digest.of(algorithm, blob)), Arrays.copyOfRange(blob, 2000, 4000), "Content-Range", "2000-3999"), 416);
    lastChunk(location(state), algorithm, blob, 1000);
  }

  private static void lastChunk(String session, String algorithm, byte[] blob, int from) throws Exception {
    expect(call("PUT", query(session, Digest.of(algorithm, blob)), Arrays.copyOfRange(blob, from, blob.length), "Content-Range", from + "-" + (blob.length - 1)), 201);
  }

  private static String chunk(String session, byte[] blob, int from, int to) throws Exception {
    HttpResponse<byte[]> answer = expect(call("PATCH", session, Arrays.copyOfRange(blob, from, to), "Content-Range", from + "-" + (to - 1)), 202);
    assertThat(header(answer, "Range")).isEqualTo("0-" + (to - 1));
    return location(answer);
  }

  private static String open(String algorithm) throws Exception {
    return location(expect(call("POST", one + "/blobs/uploads/?digest-algorithm=" + algorithm), 202));
  }

  private static void put(String session, String algorithm, byte[] blob, byte[] body) throws Exception {
    HttpResponse<byte[]> answer = expect(call("PUT", query(session, Digest.of(algorithm, blob)), body), 201);
    assertThat(location(answer)).isEqualTo(one + "/blobs/" + Digest.of(algorithm, blob));
  }

  private static HttpResponse<byte[]> put(byte[] manifest, String reference, String type) throws Exception {
    return call("PUT", one + "/manifests/" + reference, manifest, "Content-Type", type);
  }

  private static HttpResponse<byte[]> token(String... scopes) throws Exception {
    return expect(client.token("/v2/token", "registry", String.join(" ", scopes)), 200);
  }

  private static HttpResponse<byte[]> call(String method, String path, byte[] body, String... headers) throws Exception {
    return client.send(method, path, body, headers);
  }

  private static HttpResponse<byte[]> call(String method, String path) throws Exception {
    return call(method, path, NOTHING);
  }

  private static HttpResponse<byte[]> expect(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).as(answer.request().method() + " " + answer.uri() + " " + text(answer)).isEqualTo(status);
    return answer;
  }

  private static void error(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(header(expect(answer, status), "Content-Type")).isEqualTo("application/json");
    assertThat(text(answer)).contains("{\"errors\":[{").contains("\"code\":\"" + code + "\"");
  }

  private static String query(String session, Digest digest) {
    return session + (session.contains("?") ? "&" : "?") + "digest=" + digest;
  }

  private static String location(HttpResponse<byte[]> answer) {
    assertThat(answer.headers().allValues("Location")).hasSize(1);
    return header(answer, "Location");
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static byte[] document(String type, String fields) {
    return ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static String field(String name, String json) {
    return "\"" + name + "\":" + json;
  }

  private static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"" + type + "\",\"size\":" + content.length + ",\"digest\":\"" + sha256(content) + "\"}";
  }

  private static String descriptor512(String type, byte[] content) {
    return "{\"mediaType\":\"" + type + "\",\"size\":" + content.length + ",\"digest\":\"" + Digest.of("sha512", content) + "\"}";
  }

  private static Digest sha256(byte[] bytes) {
    return Digest.sha256(bytes);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(seed++).nextBytes(bytes);
    return bytes;
  }

  private static DynamicTest row(String name, Executable body) {
    return dynamicTest(name, body);
  }
}
