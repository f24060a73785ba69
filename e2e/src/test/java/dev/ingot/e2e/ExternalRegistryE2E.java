package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform moves its images into a registry that is not its own, and back: Debian's docker-registry by https with a certificate of one's
 * own authority, with a password and without referrers API.
 */
@Order(50)
class ExternalRegistryE2E {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final String PASSWORD = "s3cret-of-ingot";
  private static final String HTPASSWD = "ingot:$2b$04$abcdefghijklmnopqrstuubuAgAsrfgS0VPJyfPchYNta0FiKFIra\n";
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String APP = "nodejs-express";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static Path dir;
  private static int plainPort;
  private static Process plain;
  private static int port;
  private static String origin;
  private static HttpClient client;
  private static Process registry;
  private static Path sample;
  private final TestPlatform platform = TestPlatform.get();

  @BeforeAll
  static void prepare() throws Exception {
    Requirements.need(Files.isExecutable(PROGRAM), "the package docker-registry");
    dir = Files.createTempDirectory("ingot-e2e-registry-");
    port = TestPlatform.freePort();
    origin = "https://127.0.0.1:" + port;
    certificates();
    Files.writeString(dir.resolve("htpasswd"), HTPASSWD);
    Files.writeString(dir.resolve("password"), PASSWORD + "\n");
    Files.writeString(dir.resolve("wrong"), "something else\n");
    Files.writeString(dir.resolve("config.yml"), """
        version: 0.1
        log: {level: warn, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: '127.0.0.1:%d', tls: {certificate: %s, key: %s}}
        auth: {htpasswd: {realm: test, path: %s}}
        """.formatted(dir.resolve("data"), port, dir.resolve("registry.pem"), dir.resolve("registry.key"), dir.resolve("htpasswd")));
    plainPort = TestPlatform.freePort();
    Files.writeString(dir.resolve("plain.yml"), Files.readString(dir.resolve("config.yml")).replaceFirst(":" + port + "'.*", ":" + plainPort + "'}"));
    startRegistry();
    plain = start("plain.yml", plainPort);
  }

  private static void certificates() throws Exception {
    keytool("ca", "-ext", "bc:c");
    keytool("registry", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    KeyStore keys = KeyStore.getInstance(dir.resolve("keys.p12").toFile(), "not-a-secret".toCharArray());
    Files.writeString(dir.resolve("ca.pem"), pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
    Files.writeString(dir.resolve("registry.pem"), pem("CERTIFICATE", keys.getCertificate("registry").getEncoded()));
    Files.writeString(dir.resolve("registry.key"), pem("PRIVATE KEY", keys.getKey("registry", "not-a-secret".toCharArray()).getEncoded()));
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
  }

  private static void keytool(String name, String... more) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString(), "-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1",
        "-dname", "CN=" + name, "-keystore", dir.resolve("keys.p12").toString(), "-storepass", "not-a-secret"));
    command.addAll(List.of(more));
    Commands.run(command.toArray(String[]::new)).mustSucceed();
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
  }

  private static void startRegistry() throws Exception {
    registry = start("config.yml", port);
  }

  private static Process start(String config, int at) throws Exception {
    Process process = new ProcessBuilder(PROGRAM.toString(), "serve", dir.resolve(config).toString()).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve("log").toFile())).start();
    Eventually.within(Duration.ofSeconds(20), "docker-registry listens", () -> {
      try (Socket socket = new Socket("127.0.0.1", at)) {
        return socket.isConnected();
      }
    });
    return process;
  }

  private static void killRegistry() throws InterruptedException {
    registry.destroyForcibly().waitFor();
  }

  @AfterAll
  static void end() throws InterruptedException {
    if (registry != null) {
      killRegistry();
      plain.destroyForcibly().waitFor();
      Commands.run("rm", "-rf", dir.toString());
    }
  }

  private Commands.Result up(String passwordFile, String... more) {
    List<String> command = new ArrayList<>(List.of("up", "--registry", origin, "--registry-prefix", "team/ingot", "--registry-user", "ingot", "--registry-password-file",
        dir.resolve(passwordFile).toString()));
    command.addAll(List.of(more));
    return platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(8), command.toArray(String[]::new));
  }

  private HttpResponse<byte[]> call(String method, String url, byte[] body, String... headers) throws IOException, InterruptedException {
    URI uri = url.startsWith("http") ? URI.create(url) : URI.create(origin + url);
    var request = HttpRequest.newBuilder(uri).method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("ingot:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private JsonNode manifest(String repository, String reference) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = call("GET", "/v2/" + repository + "/manifests/" + reference, null, "Accept", MANIFEST);
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

    Commands.Result unknown = up("password");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.output()).contains(origin, "from no authority that is trusted here", "--registry-ca-file");
    String ca = dir.resolve("ca.pem").toString();
    Commands.Result refused = up("wrong", "--registry-ca-file", ca);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains(origin, "401", "--registry-password-file");
    assertThat(Files.readString(platform.home.resolve("config/controller.properties"))).as("nothing was changed").doesNotContain("registry.url");

    Commands.Result moved = up("password", "--registry-ca-file", ca).mustSucceed();
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
    assertThat(push.output()).contains(origin, "team/ingot/", "failed 4 times", "can be reached");
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
    ((ObjectNode) manifest.path("config")).put("digest", blob(run[0], bytes)).put("size", bytes.length);
    HttpResponse<byte[]> stored = call("PUT", "/v2/" + run[0] + "/manifests/newer", TestPlatform.JSON.writeValueAsBytes(manifest), "Content-Type", MANIFEST);
    String newer = stored.headers().firstValue("Docker-Content-Digest").orElseThrow();
    tell(stack, origin + "/" + run[0], newer);

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
    String body = "{\"build\":{\"repository\":\"https://%s\",\"digest\":\"%s\"},\"run\":{\"repository\":\"%s\",\"digest\":\"%s\"}}".formatted(build[0], build[1], repository, digest);
    String token = Files.readString(platform.home.resolve("secrets/join-token")).strip();
    HttpResponse<byte[]> answer = call("PUT", "http://127.0.0.1:" + controller.getProperty("server.port") + "/internal/stacks/" + stack.path("name").asString(), body.getBytes(StandardCharsets.UTF_8),
        "Content-Type", "application/json", "Authorization", "Basic " + Base64.getEncoder().encodeToString(("cell:" + token).getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.statusCode()).as(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
  }

  /** What is in the other registry stays there: it runs on, and is read with the lines `up` says. */
  @Test
  @Order(6)
  void platform_goesBackToItsOwnRegistry() throws Exception {
    String[] there = image();
    platform.ingot("down").mustSucceed();
    Commands.Result back = platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(8), "up", "--registry", "own").mustSucceed();
    System.out.println("TIMING move back: " + back.took());
    assertThat(back.output()).as("the stack is there from before").doesNotContain("Making the stack").contains("stay in " + origin);
    Eventually.within(Duration.ofSeconds(120), "the droplet of the other registry runs", () -> platform.request(APP, "/").statusCode() == 200);
    Commands.Result bill = platform.ingot("sbom", APP);
    assertThat(bill.status()).isEqualTo(1);
    assertThat(bill.output()).contains(origin);

    platform.ingot("down").mustSucceed();
    String others = back.output().lines().filter(line -> line.startsWith("ingot.registry.others")).collect(Collectors.joining("\n"));
    Files.writeString(platform.home.resolve("config/controller.local.properties"), others + "\n");
    platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(8), "up").mustSucceed();
    assertThat(platform.ingot("sbom", APP).mustSucceed().output()).containsPattern("express +\\d");
    platform.ingot(sample, LIMIT, "push").mustSucceed();
    assertThat(platform.json("app", APP).path("droplet").path("image").asString()).doesNotContain("team/ingot");
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
    deletedApp_takesItsImagesAlong(there);
  }

  /** With the credentials an operator gave for it; a repository that is not there, and a registry nobody gave any for, are told as such. */
  @Test
  @Order(7)
  void buildpackOfAPrivateRegistry_builds() throws Exception {
    platform.ingot("down").mustSucceed();
    Files.writeString(platform.home.resolve("config/controller.local.properties"), "ingot.registry.others[0].url=http://127.0.0.1:" + plainPort
        + "\ningot.registry.others[0].user=ingot\ningot.registry.others[0].password-file=" + platform.home.resolve("secrets/trial") + "\n");
    Commands.run("cp", "-p", platform.home.resolve("secrets/join-token").toString(), platform.home.resolve("secrets/trial").toString()).mustSucceed();
    Files.writeString(platform.home.resolve("secrets/trial"), PASSWORD);
    platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(8), "up").mustSucceed();
    buildpackImage("bp/hello");
    Path app = Files.createDirectories(dir.resolve("private-bp"));
    Files.writeString(app.resolve("parts.txt"), "here\n");
    Files.writeString(app.resolve("serve.sh"), "while :; do printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 7\\r\\nConnection: close\\r\\n\\r\\nprivate' | nc -l -N -p \"$PORT\"; done\n");
    String host = "docker://127.0.0.1:" + plainPort;
    platform.ingot(app, LIMIT, "push", "private-bp", "-b", host + "/bp/hello:1").mustSucceed();
    assertThat(platform.request("private-bp", "/").body()).isEqualTo("private");
    Commands.Result missing = platform.ingot(app, LIMIT, "push", "private-bp", "-b", host + "/bp/none:1");
    assertThat(missing.status()).isNotZero();
    assertThat(missing.output()).contains("bp/none").doesNotContain(PASSWORD);
    Commands.Result stranger = platform.ingot(app, LIMIT, "push", "private-bp", "-b", host.replace("127.0.0.1", "localhost") + "/bp/hello:1");
    assertThat(stranger.status()).as("no credentials for that name").isNotZero();
    assertThat(stranger.output()).contains("401 (wrong or missing credentials)");
    platform.ingot("delete", "private-bp", "--force").mustSucceed();
  }

  /** A buildpackage, stored by https; it is read by http, as images on loopback are. */
  private void buildpackImage(String repository) throws Exception {
    Path work = Files.createDirectories(dir.resolve("buildpackage"));
    BuildpackFiles.composite(work, "acme/all", "acme/hello",
        "printf '[[processes]]\\ntype = \"web\"\\ncommand = [\"sh\", \"serve.sh\"]\\ndefault = true\\n' > \"$CNB_LAYERS_DIR/launch.toml\"");
    String digest = TestPlatform.JSON.readTree(Files.readString(work.resolve("layout/index.json"))).at("/manifests/0/digest").asString();
    try (var blobs = Files.list(work.resolve("layout/blobs/sha256"))) {
      for (Path file : blobs.toList()) {
        blob(repository, Files.readAllBytes(file));
      }
    }
    byte[] manifest = Files.readAllBytes(work.resolve("layout/blobs").resolve(digest.replace(':', '/')));
    assertThat(call("PUT", "/v2/" + repository + "/manifests/1", manifest, "Content-Type", MANIFEST).statusCode()).isEqualTo(201);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private String blob(String repository, byte[] bytes) throws Exception {
    String session = call("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0]).headers().firstValue("Location").orElseThrow();
    assertThat(call("PUT", session + "&digest=" + sha256(bytes), bytes, "Content-Type", "application/octet-stream").statusCode()).isEqualTo(201);
    return sha256(bytes);
  }

  private void deletedApp_takesItsImagesAlong(String[] image) throws Exception {
    platform.ingot("delete", APP, "--force").mustSucceed();
    Eventually.within(Duration.ofSeconds(60), "the image is removed", () -> call("HEAD", "/v2/" + image[0] + "/manifests/" + image[1], null,
        "Accept", MANIFEST).statusCode() == 404);
  }

  @Test
  @Order(8)
  void nobodyToldThePassword() throws Exception {
    assertThat(Commands.run("grep", "-rl", PASSWORD, platform.home.resolve("log").toString(), platform.home.resolve("config").toString()).output()).isEmpty();
    assertThat(Commands.run("ps", "axww").output()).doesNotContain(PASSWORD);
    assertThat(Files.getPosixFilePermissions(platform.home.resolve("secrets/registry-password.former"))).hasSize(2);
  }
}
