package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry over real HTTP, along the titles of the distribution-spec's conformance suites (buildpacks-and-images.md §5.3 to 5.5). */
class RegistryIT {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final byte[] NOTHING = new byte[0];

  @TempDir Path folder;
  private RegistryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RegistryServer(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void ping_asks_for_a_login_and_knows_it() throws Exception {
    HttpResponse<byte[]> refused = server.send(server.anonymous("/v2/"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(value -> assertThat(value).startsWith("Basic realm=\"ingot\""));
    assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("\"errors\"", "\"UNAUTHORIZED\"");
    assertThat(get("/v2/").statusCode()).isEqualTo(200);
  }

  @Test
  void blob_streamed_then_put() throws Exception {
    byte[] blob = random(300_000);
    String session = location(server.send("POST", "/v2/a/b/blobs/uploads/", NOTHING));
    HttpResponse<byte[]> patched = server.send(server.request(session).method("PATCH", HttpRequest.BodyPublishers.ofInputStream(
        () -> new java.io.ByteArrayInputStream(blob))));
    assertThat(patched.statusCode()).isEqualTo(202);
    assertThat(patched.headers().firstValue("Range")).contains("0-299999");
    HttpResponse<byte[]> put = server.send("PUT", location(patched) + "?digest=" + sha256(blob), NOTHING);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(get(location(put)).body()).isEqualTo(blob);
    HttpResponse<byte[]> head = server.send("HEAD", location(put), NOTHING);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(300_000);
    assertThat(head.headers().firstValue("Docker-Content-Digest")).contains(sha256(blob).toString());
    assertThat(server.send("GET", session, NOTHING).statusCode()).as("the session is over").isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void blob_in_one_post_and_in_post_put(String algorithm) throws Exception {
    byte[] blob = random(1000);
    Digest digest = Digest.of(algorithm, blob);
    assertThat(get("/v2/a/blobs/" + digest).statusCode()).isEqualTo(404);
    assertThat(server.send("POST", "/v2/a/blobs/uploads/?digest=" + digest, blob).statusCode()).isEqualTo(201);
    assertThat(get("/v2/a/blobs/" + digest).body()).isEqualTo(blob);
    String session = location(server.send("POST", "/v2/b/blobs/uploads/", NOTHING));
    HttpResponse<byte[]> put = server.send("PUT", session + "?digest=" + digest, blob);
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(put.headers().firstValue("Docker-Content-Digest")).contains(digest.toString());
    assertThat(get(location(put)).body()).isEqualTo(blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void tiny_blobs_work(String content) throws Exception {
    byte[] blob = content.getBytes(StandardCharsets.UTF_8);
    push("a", blob);
    HttpResponse<byte[]> got = get("/v2/a/blobs/" + sha256(blob));
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(blob);
  }

  @Test
  void form_content_type_does_not_eat_the_body() throws Exception {
    byte[] blob = "a=b&c=d".getBytes(StandardCharsets.UTF_8);
    assertThat(server.send("POST", "/v2/a/blobs/uploads/?digest=" + sha256(blob), blob, "Content-Type", "application/x-www-form-urlencoded")
        .statusCode()).isEqualTo(201);
  }

  @Test
  void chunks_out_of_order_answer_416_and_the_session_lives() throws Exception {
    byte[] blob = random(100);
    HttpResponse<byte[]> opened = server.send("POST", "/v2/a/blobs/uploads/", NOTHING);
    String session = location(opened);
    assertThat(chunk(session, blob, 50, 100).statusCode()).isEqualTo(416);
    assertThat(chunk(session, blob, 0, 50).statusCode()).isEqualTo(202);
    assertThat(chunk(session, blob, 0, 50).statusCode()).as("sent again").isEqualTo(416);
    assertThat(server.send("PUT", session + "?digest=" + sha256(blob), slice(blob, 60, 100), "Content-Range", "60-99").statusCode()).isEqualTo(416);
    HttpResponse<byte[]> state = get(session);
    assertThat(state.statusCode()).isEqualTo(204);
    assertThat(state.headers().firstValue("Range")).contains("0-49");
    assertThat(location(state)).isNotEmpty();
    assertThat(server.send("PUT", session + "?digest=" + sha256(blob), slice(blob, 50, 100), "Content-Range", "50-99").statusCode()).isEqualTo(201);
    assertThat(get("/v2/a/blobs/" + sha256(blob)).body()).isEqualTo(blob);
  }

  @Test
  void chunk_with_a_nonsense_range_changes_nothing() throws Exception {
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    for (String range : List.of("x", "5-1", "0-99", "-", "0-99999999999999999999")) {
      assertThat(server.send("PATCH", session, random(10), "Content-Range", range).statusCode()).as(range).isEqualTo(416);
    }
    assertThat(get(session).headers().firstValue("Range")).contains("0-0");
  }

  @Test
  void wrong_digest_stores_nothing() throws Exception {
    byte[] blob = random(2000);
    Digest wrong = sha256(random(3));
    assertError(server.send("POST", "/v2/a/blobs/uploads/?digest=" + wrong, blob), 400, "DIGEST_INVALID");
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    server.send("PATCH", session, blob);
    assertError(server.send("PUT", session + "?digest=" + wrong, NOTHING), 400, "DIGEST_INVALID");
    assertError(server.send("POST", "/v2/a/blobs/uploads/?digest=sha256:totallywrong", blob), 400, "DIGEST_INVALID");
    assertThat(get("/v2/a/blobs/" + wrong).statusCode()).isEqualTo(404);
    assertThat(get("/v2/a/blobs/" + sha256(blob)).statusCode()).isEqualTo(404);
    assertThat(filesBelow("blobs")).isEmpty();
    assertThat(filesBelow("uploads")).isEmpty();
  }

  @Test
  void torn_chunk_leaves_the_session_as_it_was() throws Exception {
    byte[] blob = random(5000);
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    chunk(session, blob, 0, 1000);
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(("PATCH " + session + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + RegistryServer.basic("cell")
          // With its place named, the server cannot take it for a later chunk when it comes to it after the good one.
          + "\r\nContent-Range: 1000-4999\r\nContent-Length: 4000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(slice(blob, 1000, 2500));
      socket.getOutputStream().flush();
    }
    HttpResponse<byte[]> rest = chunk(session, blob, 1000, 5000);
    for (int i = 0; i < 50 && rest.statusCode() != 202; i++) {
      rest = chunk(session, blob, 1000, 5000); // until the server has noticed the broken connection
    }
    assertThat(rest.statusCode()).isEqualTo(202);
    assertThat(server.send("PUT", session + "?digest=" + sha256(blob), NOTHING).statusCode()).isEqualTo(201);
  }

  @Test
  void upload_goes_on_after_a_restart() throws Exception {
    byte[] blob = random(5000);
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    chunk(session, blob, 0, 1000);
    server.close();
    server = new RegistryServer(folder);
    assertThat(chunk(session, blob, 1000, 5000).statusCode()).isEqualTo(202);
    assertThat(server.send("PUT", session + "?digest=" + sha256(blob), NOTHING).statusCode()).isEqualTo(201);
    assertThat(get("/v2/a/blobs/" + sha256(blob)).body()).isEqualTo(blob);
  }

  @Test
  void cancelled_upload_is_gone() throws Exception {
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    assertThat(server.send("DELETE", session, NOTHING).statusCode()).isEqualTo(204);
    assertError(server.send("PATCH", session, random(5)), 404, "BLOB_UPLOAD_UNKNOWN");
    assertError(get("/v2/a/blobs/uploads/etc"), 404, "BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void session_belongs_to_its_repository() throws Exception {
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    assertThat(server.send("PATCH", session.replace("/v2/a/", "/v2/b/"), random(5)).statusCode()).isEqualTo(404);
  }

  @Test
  void same_digest_uploaded_by_many_at_once_succeeds_for_all() throws Exception {
    byte[] blob = random(500_000);
    List<Callable<Integer>> pushes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String repository = i % 2 == 0 ? "a" : "b";
      pushes.add(() -> server.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + sha256(blob), blob).statusCode());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> push : threads.invokeAll(pushes)) {
        assertThat(push.get()).isEqualTo(201);
      }
    }
    assertThat(get("/v2/b/blobs/" + sha256(blob)).body()).isEqualTo(blob);
    assertThat(filesBelow("blobs")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500-1499,500,1499", "500-,500,1999", "-500,1500,1999", "1990-5000,1990,1999", "0-0,0,0"})
  void range_answers_the_part(String range, int first, int last) throws Exception {
    byte[] blob = random(2000);
    push("a", blob);
    HttpResponse<byte[]> part = server.send("GET", "/v2/a/blobs/" + sha256(blob), NOTHING, "Range", "bytes=" + range);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(slice(blob, first, last + 1));
    assertThat(part.headers().firstValue("Content-Range")).contains("bytes " + first + "-" + last + "/2000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000-5000", "500-0", "5000-10000", "-0"})
  void range_outside_answers_416(String range) throws Exception {
    byte[] blob = random(2000);
    push("a", blob);
    HttpResponse<byte[]> answer = server.send("GET", "/v2/a/blobs/" + sha256(blob), NOTHING, "Range", "bytes=" + range);
    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */2000");
  }

  @Test
  void mount_shares_a_blob_the_caller_may_read() throws Exception {
    byte[] blob = random(100);
    push("stacks/x/run", blob);
    HttpResponse<byte[]> mounted = as("dev", "POST", "/v2/apps/dev/blobs/uploads/?mount=" + sha256(blob) + "&from=stacks/x/run");
    assertThat(mounted.statusCode()).isEqualTo(201);
    assertThat(location(mounted)).isEqualTo("/v2/apps/dev/blobs/" + sha256(blob));
    assertThat(as("dev", "GET", location(mounted)).body()).isEqualTo(blob);
    assertThat(server.send("POST", "/v2/c/blobs/uploads/?mount=" + sha256(blob), NOTHING).statusCode()).as("from anywhere").isEqualTo(201);
  }

  @Test
  void mount_of_what_is_missing_or_hidden_opens_an_upload() throws Exception {
    byte[] secret = random(100);
    push("apps/other", secret);
    String query = "/v2/apps/dev/blobs/uploads/?mount=" + sha256(secret);
    for (String path : List.of(query + "&from=apps/other", query, "/v2/apps/dev/blobs/uploads/?mount=" + sha256(random(9)) + "&from=stacks/x")) {
      HttpResponse<byte[]> answer = as("dev", "POST", path);
      assertThat(answer.statusCode()).as(path).isEqualTo(202);
      assertThat(location(answer)).contains("/blobs/uploads/");
    }
    assertThat(as("dev", "GET", "/v2/apps/dev/blobs/" + sha256(secret)).statusCode()).isEqualTo(404);
  }

  @Test
  void others_repositories_do_not_exist_and_readable_ones_cannot_be_written() throws Exception {
    byte[] blob = random(10);
    push("apps/other", blob);
    push("stacks/x", blob);
    assertError(as("dev", "GET", "/v2/apps/other/blobs/" + sha256(blob)), 404, "NAME_UNKNOWN");
    assertThat(as("dev", "GET", "/v2/stacks/x/blobs/" + sha256(blob)).statusCode()).isEqualTo(200);
    assertError(as("dev", "POST", "/v2/stacks/x/blobs/uploads/"), 403, "DENIED");
    assertError(as("dev", "DELETE", "/v2/stacks/x/blobs/" + sha256(blob)), 403, "DENIED");
  }

  @Test
  void manifest_keeps_its_bytes_and_type_by_tag_and_digest() throws Exception {
    byte[] manifest = image("a", "{ \"unknown\" : [1,2] , ");
    HttpResponse<byte[]> put = server.send("PUT", "/v2/a/manifests/v1.0_x", manifest, "Content-Type", MANIFEST);
    assertThat(put.statusCode()).isEqualTo(201);
    for (String reference : List.of("v1.0_x", sha256(manifest).toString())) {
      HttpResponse<byte[]> got = get("/v2/a/manifests/" + reference);
      assertThat(got.body()).isEqualTo(manifest);
      assertThat(got.headers().firstValue("Content-Type")).contains(MANIFEST);
      assertThat(got.headers().firstValue("Docker-Content-Digest")).contains(sha256(manifest).toString());
      HttpResponse<byte[]> head = server.send("HEAD", "/v2/a/manifests/" + reference, NOTHING);
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(manifest.length);
      assertThat(head.headers().firstValue("Content-Type")).contains(MANIFEST);
    }
    assertThat(get(location(put)).statusCode()).isEqualTo(200);
    assertThat(get("/v2/b/manifests/v1.0_x").statusCode()).isEqualTo(404);
  }

  @Test
  void manifest_by_sha512_and_with_tags_in_the_query() throws Exception {
    byte[] manifest = image("a", "{");
    Digest digest = Digest.of("sha512", manifest);
    HttpResponse<byte[]> put = server.send("PUT", "/v2/a/manifests/" + digest + "?tag=one&tag=two", manifest, "Content-Type", MANIFEST);
    assertThat(put.headers().allValues("OCI-Tag")).containsExactly("one", "two");
    assertThat(get("/v2/a/manifests/two").headers().firstValue("Docker-Content-Digest")).contains(digest.toString());
  }

  @Test
  void hostile_manifests_are_refused() throws Exception {
    byte[] deep = ("[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    for (byte[] bad : List.of(NOTHING, "[]".getBytes(StandardCharsets.UTF_8), "{\"schemaVersion\":1}".getBytes(StandardCharsets.UTF_8),
        "{\"schemaVersion\":2,\"layers\":\"x\"}".getBytes(StandardCharsets.UTF_8),
        "{\"schemaVersion\":2,\"layers\":[null]}".getBytes(StandardCharsets.UTF_8), random(500), deep)) {
      assertError(server.send("PUT", "/v2/a/manifests/x", bad, "Content-Type", MANIFEST), 400, "MANIFEST_INVALID");
    }
    byte[] good = image("a", "{");
    assertError(server.send("PUT", "/v2/a/manifests/x", good, "Content-Type", "text/plain"), 400, "MANIFEST_INVALID");
    assertError(server.send("PUT", "/v2/a/manifests/" + sha256(NOTHING), good, "Content-Type", MANIFEST), 400, "DIGEST_INVALID");
    assertError(server.send("PUT", "/v2/a/manifests/sha256:totallywrong", good, "Content-Type", MANIFEST), 400, "DIGEST_INVALID");
    assertError(server.send("PUT", "/v2/a/manifests/x", random((4 << 20) + 1), "Content-Type", MANIFEST), 413, "SIZE_INVALID");
    assertError(server.send("PUT", "/v2/empty/manifests/x", good, "Content-Type", MANIFEST), 404, "MANIFEST_BLOB_UNKNOWN");
    assertThat(get("/v2/a/tags/list").body()).asString(StandardCharsets.UTF_8).doesNotContain("\"x\"");
  }

  @Test
  void manifest_of_nearly_4_mib_is_taken() throws Exception {
    byte[] manifest = image("a", "{\"annotations\":{\"big\":\"" + "x".repeat(3_900_000) + "\"},");
    assertThat(server.send("PUT", "/v2/a/manifests/big", manifest, "Content-Type", MANIFEST).statusCode()).isEqualTo(201);
    assertThat(get("/v2/a/manifests/big").body()).hasSize(manifest.length);
  }

  @Test
  void layers_that_live_elsewhere_need_not_be_here() throws Exception {
    byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"layers\":[{\"mediaType\":"
        + "\"application/vnd.oci.image.layer.nondistributable.v1.tar+gzip\",\"size\":1,\"digest\":\"" + sha256(random(8)) + "\"}]}")
        .getBytes(StandardCharsets.UTF_8);
    assertThat(server.send("PUT", "/v2/a/manifests/x", manifest, "Content-Type", MANIFEST).statusCode()).isEqualTo(201);
  }

  @Test
  void unknown_references_answer_404_and_malformed_digests_400() throws Exception {
    assertThat(get("/v2/a/manifests/.INVALID_MANIFEST_NAME").statusCode()).isEqualTo(404);
    assertError(get("/v2/a/manifests/nothing"), 404, "MANIFEST_UNKNOWN");
    assertError(get("/v2/a/manifests/sha256:totallywrong"), 400, "DIGEST_INVALID");
    assertError(get("/v2/a/blobs/baddigeststring"), 400, "DIGEST_INVALID");
    assertError(get("/v2/A/b/tags/list"), 400, "NAME_INVALID");
    assertError(get("/v2/a/.._b/tags/list"), 400, "NAME_INVALID");
    assertError(get("/v2/%2e%2e%2f%2e%2e/tags/list"), 400, "");
    assertThat(get("/v2/_catalog").statusCode()).isEqualTo(404);
    assertThat(server.send("TRACE2", "/v2/a/manifests/x", NOTHING).statusCode()).isEqualTo(405);
  }

  @Test
  void tags_come_in_order_and_in_pages() throws Exception {
    byte[] manifest = image("a/b", "{");
    for (String tag : List.of("c", "B", "a", "d")) {
      server.send("PUT", "/v2/a/b/manifests/" + tag, manifest, "Content-Type", MANIFEST);
    }
    assertThat(body("/v2/a/b/tags/list")).isEqualTo("{\"name\":\"a/b\",\"tags\":[\"B\",\"a\",\"c\",\"d\"]}");
    HttpResponse<byte[]> first = get("/v2/a/b/tags/list?n=2");
    assertThat(first.body()).asString(StandardCharsets.UTF_8).contains("[\"B\",\"a\"]");
    assertThat(first.headers().firstValue("Link")).contains("</v2/a/b/tags/list?n=2&last=a>; rel=\"next\"");
    HttpResponse<byte[]> second = get("/v2/a/b/tags/list?n=2&last=a");
    assertThat(second.body()).asString(StandardCharsets.UTF_8).contains("[\"c\",\"d\"]");
    assertThat(second.headers().firstValue("Link")).isEmpty();
    HttpResponse<byte[]> none = get("/v2/a/b/tags/list?n=0");
    assertThat(none.body()).asString(StandardCharsets.UTF_8).contains("[]");
    assertThat(none.headers().firstValue("Link")).isEmpty();
    assertThat(get("/v2/a/b/tags/list?n=-1").statusCode()).isEqualTo(400);
    assertThat(get("/v2/nobody/tags/list").statusCode()).isEqualTo(404);
  }

  @Test
  void deletes_are_seen_at_once() throws Exception {
    byte[] manifest = image("a", "{");
    server.send("PUT", "/v2/a/manifests/one", manifest, "Content-Type", MANIFEST);
    server.send("PUT", "/v2/a/manifests/two", manifest, "Content-Type", MANIFEST);
    assertThat(server.send("DELETE", "/v2/a/manifests/one", NOTHING).statusCode()).isEqualTo(202);
    assertThat(get("/v2/a/manifests/one").statusCode()).isEqualTo(404);
    assertThat(get("/v2/a/manifests/two").statusCode()).isEqualTo(200);
    assertThat(server.send("DELETE", "/v2/a/manifests/" + sha256(manifest), NOTHING).statusCode()).isEqualTo(202);
    assertThat(get("/v2/a/manifests/two").statusCode()).isEqualTo(404);
    assertThat(body("/v2/a/tags/list")).contains("[]");
    assertThat(server.send("DELETE", "/v2/a/manifests/" + sha256(manifest), NOTHING).statusCode()).isEqualTo(404);
    byte[] blob = random(5);
    push("a", blob);
    push("b", blob);
    assertThat(server.send("DELETE", "/v2/a/blobs/" + sha256(blob), NOTHING).statusCode()).isEqualTo(202);
    assertThat(server.send("HEAD", "/v2/a/blobs/" + sha256(blob), NOTHING).statusCode()).isEqualTo(404);
    assertThat(get("/v2/b/blobs/" + sha256(blob)).statusCode()).as("another repository keeps its own").isEqualTo(200);
  }

  @Test
  void referrers_list_who_points_at_a_digest_even_before_it_exists() throws Exception {
    Digest subject = sha256(random(7));
    assertThat(body("/v2/nobody/referrers/" + subject)).contains("\"manifests\":[]");
    byte[] signature = image("a", "{\"artifactType\":\"application/x.sig\",\"annotations\":{\"k\":\"v\"},\"subject\":{\"mediaType\":\"" + MANIFEST
        + "\",\"size\":7,\"digest\":\"" + subject + "\"},");
    HttpResponse<byte[]> put = server.send("PUT", "/v2/a/manifests/" + sha256(signature), signature, "Content-Type", MANIFEST);
    assertThat(put.headers().firstValue("OCI-Subject")).contains(subject.toString());
    HttpResponse<byte[]> all = get("/v2/a/referrers/" + subject);
    assertThat(all.headers().firstValue("Content-Type")).contains("application/vnd.oci.image.index.v1+json");
    assertThat(all.body()).asString(StandardCharsets.UTF_8)
        .contains(sha256(signature).toString(), "\"artifactType\":\"application/x.sig\"", "\"annotations\":{\"k\":\"v\"}", "\"size\":" + signature.length);
    HttpResponse<byte[]> filtered = get("/v2/a/referrers/" + subject + "?artifactType=other");
    assertThat(filtered.body()).asString(StandardCharsets.UTF_8).contains("\"manifests\":[]");
    assertThat(filtered.headers().firstValue("OCI-Filters-Applied")).contains("artifactType");
    assertThat(get("/v2/a/referrers/nonsense").statusCode()).isEqualTo(400);
    server.send("DELETE", "/v2/a/manifests/" + sha256(signature), NOTHING);
    assertThat(body("/v2/a/referrers/" + subject)).contains("\"manifests\":[]");
  }

  @Test
  void too_large_a_blob_is_refused_and_leaves_nothing() throws Exception {
    byte[] large = new byte[(int) RegistryServer.LIMITS.maxBlobBytes() + 1];
    String session = location(server.send("POST", "/v2/a/blobs/uploads/", NOTHING));
    assertError(server.send("PATCH", session, large), 413, "SIZE_INVALID");
    assertThat(get(session).headers().firstValue("Range")).contains("0-0");
  }

  @Test
  void uploads_open_at_once_are_bounded() throws Exception {
    for (int i = 0; i < RegistryServer.LIMITS.maxUploadsOfRepository(); i++) {
      assertThat(server.send("POST", "/v2/a/blobs/uploads/", NOTHING).statusCode()).isEqualTo(202);
    }
    assertError(server.send("POST", "/v2/a/blobs/uploads/", NOTHING), 429, "TOOMANYREQUESTS");
    for (int i = RegistryServer.LIMITS.maxUploadsOfRepository(); i < RegistryServer.LIMITS.maxUploads(); i++) {
      assertThat(server.send("POST", "/v2/b/blobs/uploads/", NOTHING).statusCode()).as("another repository").isEqualTo(202);
    }
    assertError(server.send("POST", "/v2/b/blobs/uploads/", NOTHING), 429, "TOOMANYREQUESTS");
  }

  private byte[] image(String repository, String start) throws Exception {
    byte[] config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = "layer".getBytes(StandardCharsets.UTF_8);
    push(repository, config);
    push(repository, layer);
    return (start + "\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\","
        + "\"size\":" + config.length + ",\"digest\":\"" + sha256(config) + "\"},\"layers\":[{\"mediaType\":"
        + "\"application/vnd.oci.image.layer.v1.tar\",\"size\":5,\"digest\":\"" + sha256(layer) + "\"}]}").getBytes(StandardCharsets.UTF_8);
  }

  private void push(String repository, byte[] blob) throws Exception {
    assertThat(server.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + sha256(blob), blob).statusCode()).isEqualTo(201);
  }

  private HttpResponse<byte[]> chunk(String session, byte[] blob, int from, int to) throws Exception {
    return server.send("PATCH", session, slice(blob, from, to), "Content-Range", from + "-" + (to - 1));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return server.send(server.request(path));
  }

  private String body(String path) throws Exception {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> as(String user, String method, String path) throws Exception {
    return server.send(server.anonymous(path).header("Authorization", RegistryServer.basic(user))
        .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private List<Path> filesBelow(String part) throws IOException {
    Path root = folder.resolve("registry").resolve(part);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void assertError(HttpResponse<byte[]> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.body()).asString(StandardCharsets.UTF_8).contains("\"code\":\"" + code + "\"");
    }
  }

  private static String location(HttpResponse<byte[]> answer) {
    assertThat(answer.headers().allValues("Location")).hasSize(1);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static Digest sha256(byte[] bytes) {
    return Digest.sha256(bytes);
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
