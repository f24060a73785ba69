package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The platform moves its images into a registry that is not its own: Debian's docker-registry, with a password and without referrers API. */
@Order(50)
class ExternalRegistryE2E {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final String PASSWORD = "s3cret-of-ingot";
  private static final String HTPASSWD = "ingot:$2b$04$abcdefghijklmnopqrstuubuAgAsrfgS0VPJyfPchYNta0FiKFIra\n";
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String APP = "nodejs-express";
  private static Path dir;
  private static int port;
  private static Process registry;
  private static Path sample;
  private final TestPlatform platform = TestPlatform.get();

  @BeforeAll
  static void prepare() throws Exception {
    Requirements.need(Files.isExecutable(PROGRAM), "the package docker-registry");
    dir = Files.createTempDirectory("ingot-e2e-registry-");
    port = TestPlatform.freePort();
    Files.writeString(dir.resolve("htpasswd"), HTPASSWD);
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    Files.writeString(dir.resolve("wrong"), "something else\n");
    Files.writeString(dir.resolve("config.yml"), """
        version: 0.1
        log: {level: warn, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: '127.0.0.1:%d'}
        auth: {htpasswd: {realm: test, path: %s}}
        """.formatted(dir.resolve("data"), port, dir.resolve("htpasswd")));
    startRegistry();
  }

  private static void startRegistry() throws Exception {
    registry = new ProcessBuilder(PROGRAM.toString(), "serve", dir.resolve("config.yml").toString()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile())).start();
    Eventually.within(Duration.ofSeconds(20), "docker-registry listens", () -> {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        return socket.isConnected();
      }
    });
  }

  private static void killRegistry() throws InterruptedException {
    registry.destroyForcibly().waitFor();
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (registry != null) {
      killRegistry();
      Commands.run("rm", "-rf", dir.toString());
    }
  }

  private Commands.Result up(String passwordFile) {
    return platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(8), "up", "--registry", "http://127.0.0.1:" + port, "--registry-prefix", "team/ingot", "--registry-user", "ingot",
        "--registry-password-file", dir.resolve(passwordFile).toString());
  }

  private HttpResponse<byte[]> call(String method, String url, byte[] body, String... headers) throws IOException, InterruptedException {
    URI uri = url.startsWith("http") ? URI.create(url) : URI.create("http://127.0.0.1:" + port + url);
    var request = HttpRequest.newBuilder(uri).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("ingot:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return TestPlatform.HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private JsonNode manifest(String repository, String reference) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = call("GET", "/v2/" + repository + "/manifests/" + reference, null, "Accept", "application/vnd.oci.image.manifest.v1+json");
    assertThat(answer.statusCode()).as(repository + " " + new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
    return TestPlatform.JSON.readTree(answer.body());
  }

  /** Repository and digest of the app's current image. */
  private String[] image() {
    String image = platform.json("app", APP).path("droplet").path("image").asString();
    assertThat(image).startsWith("127.0.0.1:" + port + "/team/ingot/apps/");
    return image.replaceFirst("^[^/]+/", "").split("@");
  }

  private List<String> layers() throws IOException, InterruptedException {
    List<String> digests = new ArrayList<>();
    manifest(image()[0], image()[1]).path("layers").forEach(layer -> digests.add(layer.path("digest").asString()));
    return digests;
  }

  @Test
  @Order(1)
  void platform_moves_andWhatRanBeforeRuns() throws Exception {
    sample = platform.sample(APP);
    platform.ingot(sample, LIMIT, "push").mustSucceed();
    platform.ingot("down").mustSucceed();

    Commands.Result refused = up("wrong");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains("http://127.0.0.1:" + port, "401", "--registry-password-file");

    Commands.Result moved = up("password").mustSucceed();
    System.out.println("TIMING move to another registry: " + moved.took());
    Eventually.within(Duration.ofSeconds(120), "the droplet of our own registry runs", () -> platform.request(APP, "/").statusCode() == 200);
  }

  @Test
  @Order(2)
  void push_goesThere_andOnlyWhatChangedIsSentAgain() throws Exception {
    platform.ingot(sample, LIMIT, "push").mustSucceed();
    List<String> before = layers();
    Files.writeString(sample.resolve("server.js"), "\n// changed\n", StandardOpenOption.APPEND);
    Commands.Result again = platform.ingot(sample, LIMIT, "push").mustSucceed();
    List<String> after = layers();
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.stream().filter(layer -> !before.contains(layer))).as("one layer of " + after).hasSize(1);
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
    System.out.println("TIMING push with one changed line to another registry: " + again.took());
  }

  @Test
  @Order(3)
  void billOfMaterials_andDownload_areReadFromThere() throws Exception {
    assertThat(platform.ingot("sbom", APP).mustSucceed().output()).containsPattern("express +\\d").contains("components");
    String droplet = platform.json("app", APP).path("droplet").path("guid").asString();
    var answer = TestPlatform.HTTP.send(HttpRequest.newBuilder(URI.create(platform.origin() + "/v3/droplets/" + droplet + "/download"))
        .header("Authorization", "Bearer " + platform.token()).build(), BodyHandlers.ofFile(dir.resolve("droplet.tgz")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Commands.run("tar", "tzf", dir.resolve("droplet.tgz").toString()).mustSucceed().output()).contains("index.json", "blobs/" + image()[1].replace(':', '/'));
  }

  @Test
  @Order(4)
  void deadRegistry_stopsBuildsAndNothingElse() throws Exception {
    killRegistry();
    platform.ingot(sample, LIMIT, "restart", APP).mustSucceed();
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
    Commands.Result push = platform.ingot(sample, LIMIT, "push");
    assertThat(push.status()).isEqualTo(1);
    assertThat(push.output()).contains("http://127.0.0.1:" + port, "team/ingot/", "failed 4 times", "can be reached");
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
    startRegistry();
  }

  @Test
  @Order(5)
  void rebase_writesTwoDocumentsThere() throws Exception {
    String[] before = image();
    JsonNode stack = stack();
    String[] run = stack.path("run_rootfs_image").asString().replaceFirst("^[^/]+/", "").split("@");
    JsonNode manifest = manifest(run[0], run[1]);
    ObjectNode config = (ObjectNode) TestPlatform.JSON.readTree(call("GET", "/v2/" + run[0] + "/blobs/" + manifest.at("/config/digest").asString(), null).body());
    ((ObjectNode) config.path("config").path("Labels")).put("io.buildpacks.stack.released", "now");
    byte[] bytes = TestPlatform.JSON.writeValueAsBytes(config);
    String digest = "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    String session = call("POST", "/v2/" + run[0] + "/blobs/uploads/", new byte[0]).headers().firstValue("Location").orElseThrow();
    assertThat(call("PUT", session + "&digest=" + digest, bytes, "Content-Type", "application/octet-stream").statusCode()).isEqualTo(201);
    ((ObjectNode) manifest.path("config")).put("digest", digest).put("size", bytes.length);
    HttpResponse<byte[]> stored = call("PUT", "/v2/" + run[0] + "/manifests/newer", TestPlatform.JSON.writeValueAsBytes(manifest), "Content-Type", "application/vnd.oci.image.manifest.v1+json");
    String newer = stored.headers().firstValue("Docker-Content-Digest").orElseThrow();
    tell(stack, "http://127.0.0.1:" + port + "/" + run[0], newer);

    Eventually.within(Duration.ofSeconds(180), "the app is on the new run image", () -> !image()[1].equals(before[1]));
    JsonNode rebased = TestPlatform.JSON.readTree(call("GET", "/v2/" + before[0] + "/blobs/" + manifest(image()[0], image()[1]).at("/config/digest").asString(), null).body());
    assertThat(rebased.at("/config/Labels").path("io.buildpacks.lifecycle.metadata").asString()).contains(newer);
    Eventually.within(Duration.ofSeconds(120), "it serves", () -> platform.request(APP, "/").statusCode() == 200);
    assertThat(platform.ingot("sbom", APP).mustSucceed().output()).as("the bill of materials goes along").containsPattern("express +\\d");
  }

  private JsonNode stack() throws IOException, InterruptedException {
    var answer = TestPlatform.HTTP.send(HttpRequest.newBuilder(URI.create(platform.origin() + "/v3/stacks")).header("Authorization", "Bearer " + platform.token()).build(), BodyHandlers.ofString());
    for (JsonNode one : TestPlatform.JSON.readTree(answer.body()).path("resources")) {
      if (one.path("default").asBoolean()) {
        return one;
      }
    }
    throw new AssertionError(answer.body());
  }

  private void tell(JsonNode stack, String repository, String digest) throws IOException, InterruptedException {
    Properties controller = new Properties();
    try (var in = Files.newBufferedReader(platform.home.resolve("config/controller.properties"))) {
      controller.load(in);
    }
    String[] build = stack.path("build_rootfs_image").asString().split("@");
    String body = "{\"build\":{\"repository\":\"http://%s\",\"digest\":\"%s\"},\"run\":{\"repository\":\"%s\",\"digest\":\"%s\"}}".formatted(build[0], build[1], repository, digest);
    String token = Files.readString(platform.home.resolve("secrets/join-token")).strip();
    HttpResponse<byte[]> answer = call("PUT", "http://127.0.0.1:" + controller.getProperty("server.port") + "/internal/stacks/" + stack.path("name").asString(), body.getBytes(StandardCharsets.UTF_8),
        "Content-Type", "application/json", "Authorization", "Basic " + Base64.getEncoder().encodeToString(("cell:" + token).getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.statusCode()).as(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
  }

  @Test
  @Order(6)
  void deletedApp_takesItsImagesAlong_andNobodyToldThePassword() throws Exception {
    String[] image = image();
    platform.ingot("delete", APP, "--force").mustSucceed();
    Eventually.within(Duration.ofSeconds(60), "the image is removed", () -> call("HEAD", "/v2/" + image[0] + "/manifests/" + image[1], null,
        "Accept", "application/vnd.oci.image.manifest.v1+json").statusCode() == 404);
    assertThat(Commands.run("grep", "-rl", PASSWORD, platform.home.resolve("log").toString(), platform.home.resolve("config").toString()).output()).isEmpty();
    assertThat(Commands.run("ps", "axww").output()).doesNotContain(PASSWORD);
    assertThat(Files.getPosixFilePermissions(platform.home.resolve("secrets/registry-password"))).hasSize(2);
  }
}
