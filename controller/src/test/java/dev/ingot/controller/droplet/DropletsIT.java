package dev.ingot.controller.droplet;


import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.droplet.db.QueuedRemovals;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.testing.GatedRegistry;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class DropletsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String BOUNDARY = "droplet-boundary";
  private static String space = "";
  private static String user = "";
  private static Http developer = CONTROLLER.anonymous();
  private static Http auditor = CONTROLLER.anonymous();
  private static Http stranger = CONTROLLER.anonymous();

  @BeforeAll
  static void tenants() {
    String org = TENANTS.organization();
    space = TENANTS.space(org);
    user = TENANTS.user();
    TENANTS.give(CONTROLLER.admin(), "organization_user", user, "organization", org);
    TENANTS.give(CONTROLLER.admin(), "space_developer", user, "space", space);
    developer = TENANTS.login(user);
    auditor = TENANTS.with("space_auditor", org, space);
    stranger = TENANTS.login(TENANTS.user());
  }

  private static Pusher pusher() {
    return new Pusher(CONTROLLER, developer, space);
  }

  /** An image of one small layer in the app's repository; its digest. */
  private static String image(String app, String content) throws IOException {
    Registry registry = CONTROLLER.bean(Registry.class);
    byte[] layer = content.getBytes(StandardCharsets.UTF_8);
    byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"2000:2000\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
        + digest(layer) + "\"]}}").getBytes(StandardCharsets.UTF_8);
    blob(registry, "apps/" + app, layer);
    blob(registry, "apps/" + app, config);
    byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":"
        + "\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + digest(config) + "\",\"size\":" + config.length + "},\"layers\":[{\"mediaType\":"
        + "\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"" + digest(layer) + "\",\"size\":" + layer.length + "}]}").getBytes(StandardCharsets.UTF_8);
    registry.putManifest("apps/" + app, digest(manifest), "application/vnd.oci.image.manifest.v1+json", manifest, List.of());
    return digest(manifest).toString();
  }

  /** A document about a manifest. */
  private static Digest referrer(Registry registry, String repository, Digest subject, String content) throws IOException {
    return referrer(registry, repository, subject, content, "text/plain");
  }

  private static Digest referrer(Registry registry, String repository, Digest subject, String content, String type) throws IOException {
    byte[] document = content.getBytes(StandardCharsets.UTF_8);
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    blob(registry, repository, document);
    blob(registry, repository, empty);
    byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"artifactType\":\"" + type + "\",\"config\":{\"mediaType\":"
        + "\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + digest(empty) + "\",\"size\":2},\"layers\":[{\"mediaType\":\"text/plain\",\"digest\":\"" + digest(document)
        + "\",\"size\":" + document.length + "}],\"subject\":{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + subject + "\",\"size\":1}}")
        .getBytes(StandardCharsets.UTF_8);
    registry.putManifest(repository, digest(manifest), "application/vnd.oci.image.manifest.v1+json", manifest, List.of());
    return digest(manifest);
  }

  private static Digest digest(byte[] bytes) {
    return Digest.sha256(bytes);
  }

  private static void blob(Registry registry, String repository, byte[] bytes) throws IOException {
    registry.finishUpload(repository, registry.openUpload(repository), null, bytes.length, new ByteArrayInputStream(bytes), digest(bytes));
  }

  /** More at once than the controller has connections: none waits for a registry that does not answer. */
  @Test
  void registryThatHangs_holdsNoConnection() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: hang-from\n- name: hang-to\n");
    String from = pusher.appGuid("hang-from");
    String to = pusher.appGuid("hang-to");
    String source = staged(pusher, from, "content that hangs");
    List<Future<Answer>> answers = new ArrayList<>();
    try (GatedRegistry registry = new GatedRegistry(CONTROLLER); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CONTROLLER.bean(JdbcClient.class).sql("update droplets set image_repository = ? where guid = ?").params(registry.origin() + "/apps/" + from, source).update();
      String body = "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + to + "\"}}}}";
      for (int i = 0; i < 5; i++) {
        answers.add(threads.submit(() -> developer.post("/v3/droplets?source_guid=" + source, body)));
        answers.add(threads.submit(() -> developer.get("/v3/droplets/" + source + "/sbom")));
        answers.add(threads.submit(() -> developer.get("/v3/droplets/" + source + "/download")));
      }
      registry.awaitHanging(15);
      assertThat(developer.get("/v3/apps/" + to).status()).isEqualTo(200);
      registry.open();
      for (int i = 0; i < 15; i += 3) {
        assertThat(answers.get(i).get().status()).as(answers.get(i).get().toString()).isEqualTo(201);
        assertThat(answers.get(i).get().at("/image")).contains("/apps/" + to + "@");
        assertThat(answers.get(i + 1).get().detail()).contains("has no bill of materials");
        assertThat(answers.get(i + 2).get().status()).isEqualTo(200);
      }
    }
    Answer dead = developer.get("/v3/droplets/" + source + "/sbom");
    assertThat(dead.status()).isEqualTo(503);
    assertThat(dead.detail()).contains("failed 4 times", "can be reached");
  }

  /** What was true when the registry was asked is asked for again before anything is written. */
  @Test
  void appThatGoesWhileTheRegistryIsAsked_getsNoCopy() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: gone-from\n- name: gone-to\n");
    String from = pusher.appGuid("gone-from");
    String to = pusher.appGuid("gone-to");
    String source = staged(pusher, from, "content of two apps");
    JdbcClient jdbc = CONTROLLER.bean(JdbcClient.class);
    try (GatedRegistry registry = new GatedRegistry(CONTROLLER); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      jdbc.sql("update droplets set image_repository = ? where guid = ?").params(registry.origin() + "/apps/" + from, source).update();
      Future<Answer> other = threads.submit(() -> developer.post("/v3/droplets?source_guid=" + source, "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + to + "\"}}}}"));
      Future<Answer> same = threads.submit(() -> developer.post("/v3/droplets?source_guid=" + source, "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + from + "\"}}}}"));
      registry.awaitHanging(2);
      jdbc.sql("delete from apps where guid = ?").param(to).update();
      jdbc.sql("delete from droplets where guid = ?").param(source).update();
      registry.open();
      assertThat(other.get().detail()).contains("does not exist");
      assertThat(same.get().detail()).contains("stage its package again");
      assertThat(same.get().status()).isEqualTo(422);
    }
    assertThat(jdbc.sql("select count(*) from droplets where app_guid in (?, ?)").params(from, to).query(Integer.class).single()).isZero();
  }

  private static String staged(Pusher pusher, String app, String content) throws IOException {
    String bits = pusher.newPackage(app);
    pusher.upload(bits, "[]", new Zips().file("a", content).bytes());
    return pusher.staged(pusher.build(bits), app, Map.of("web", "node server.js"), image(app, content));
  }

  private static byte[] download(String path) throws IOException, InterruptedException {
    Answer token = CONTROLLER.anonymous().form("/uaa/oauth/token", "grant_type", "password", "username", user, "password", user);
    var request = HttpRequest.newBuilder(URI.create(CONTROLLER.url() + path)).header("Authorization", "bearer " + token.at("/access_token")).build();
    var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static Answer upload(String droplet, byte[] archive) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"droplet.tgz\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(archive);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return developer.sendBytes("POST", "/v3/droplets/" + droplet + "/upload", "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
  }

  private static Answer create(Http http, String app) {
    return http.post("/v3/droplets", "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}");
  }

  @Test
  void aDownloadedDroplet_uploadedToAnotherApp_isTheSameImage() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-from\n- name: droplet-to\n");
    String from = pusher.appGuid("droplet-from");
    String to = pusher.appGuid("droplet-to");
    String source = staged(pusher, from, "one layer");
    byte[] archive = download("/v3/droplets/" + source + "/download");
    List<String> names = new ArrayList<>();
    try (var tar = new TarArchiveInputStream(new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names).contains("oci-layout", "index.json", "manifest.json", "ingot-droplet.json").hasSize(7);

    Answer created = create(developer, to);
    assertThat(created.at("/state")).as(created.toString()).isEqualTo("AWAITING_UPLOAD");
    Answer accepted = upload(created.at("/guid"), archive);
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    assertThat(developer.job(accepted).at("/state")).isEqualTo("COMPLETE");
    Answer droplet = developer.get("/v3/droplets/" + created.at("/guid"));
    assertThat(droplet.at("/state")).isEqualTo("STAGED");
    assertThat(droplet.at("/process_types/web")).isEqualTo("node server.js");
    assertThat(droplet.at("/checksum/value")).isEqualTo(developer.get("/v3/droplets/" + source).at("/checksum/value"));
    assertThat(droplet.at("/image")).contains("apps/" + to);
    assertThat(pusher.assign(to, created.at("/guid")).status()).isEqualTo(200);
    assertThat(developer.post("/v3/apps/" + to + "/actions/start", "").at("/state")).isEqualTo("STARTED");
    assertThat(upload(created.at("/guid"), archive).status()).as("only once").isEqualTo(422);
  }

  @Test
  void whatIsNoDroplet_fails_andSaysWhy() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-bad\n");
    String app = pusher.appGuid("droplet-bad");
    var classic = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(classic)) {
      TarArchiveEntry entry = new TarArchiveEntry("app/index.js");
      entry.setSize(1);
      tar.putArchiveEntry(entry);
      tar.write('x');
      tar.closeArchiveEntry();
    }
    for (byte[] bad : List.of("no archive at all".getBytes(StandardCharsets.UTF_8), classic.toByteArray(), new byte[] {0x1f, (byte) 0x8b, 8, 0})) {
      String droplet = create(developer, app).at("/guid");
      Answer job = developer.job(upload(droplet, bad));
      assertThat(job.at("/state")).isEqualTo("FAILED");
      assertThat(job.at("/errors/0/detail")).startsWith("The upload is not a droplet of this platform");
      assertThat(developer.get("/v3/droplets/" + droplet).at("/state")).isEqualTo("FAILED");
      assertThat(pusher.assign(app, droplet).status()).isEqualTo(422);
    }
    String droplet = create(developer, app).at("/guid");
    assertThat(developer.post("/v3/droplets/" + droplet + "/upload", "{}").status()).isEqualTo(422);
    assertThat(auditor.post("/v3/droplets/" + droplet + "/upload", "{}").status()).isEqualTo(403);
    assertThat(stranger.post("/v3/droplets/" + droplet + "/upload", "{}").status()).isEqualTo(404);
    assertThat(developer.get("/v3/droplets/" + droplet + "/download").status()).isEqualTo(422);
    assertThat(auditor.get("/v3/droplets/" + droplet + "/download").status()).isEqualTo(403);
    assertThat(stranger.get("/v3/droplets/" + droplet + "/download").status()).isEqualTo(404);
  }

  @Test
  void aCopiedDroplet_staysWhenItsSourceGoes() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: copy-from\n- name: copy-to\n");
    String from = pusher.appGuid("copy-from");
    String to = pusher.appGuid("copy-to");
    String source = staged(pusher, from, "to be copied");
    Registry registry = CONTROLLER.bean(Registry.class);
    Digest image = Digest.of("sha256:" + developer.get("/v3/droplets/" + source).at("/checksum/value"));
    Digest sbom = referrer(registry, "apps/" + from, image, "an SBOM");
    Digest signature = referrer(registry, "apps/" + from, sbom, "its signature");
    String body = "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + to + "\"}}}}";
    assertThat(developer.post("/v3/droplets?source_guid=nope", body).status()).isEqualTo(422);
    assertThat(auditor.post("/v3/droplets?source_guid=" + source, body).status()).isEqualTo(403);
    Answer copy = developer.post("/v3/droplets?source_guid=" + source, body);
    assertThat(copy.status()).as(copy.toString()).isEqualTo(201);
    assertThat(developer.job(developer.delete("/v3/droplets/" + source)).at("/state")).isEqualTo("COMPLETE");
    assertThat(download("/v3/droplets/" + copy.at("/guid") + "/download")).isNotEmpty();
    assertThat(developer.get("/v3/droplets/" + copy.at("/guid") + "/download").status()).isEqualTo(200);
    assertThat(registry.manifest("apps/" + from, image.toString())).as("its image goes with it").isEmpty();
    assertThat(registry.referrers("apps/" + from, image, "", "", 10)).as("and what is said about it").isEmpty();
    assertThat(registry.manifest("apps/" + from, sbom.toString())).isEmpty();
    assertThat(registry.manifest("apps/" + from, signature.toString())).isEmpty();
    assertThat(registry.referrers("apps/" + to, image, "", "", 10)).as("the copy has it too").extracting(one -> one.digest()).containsExactly(sbom);
    assertThat(registry.referrers("apps/" + to, sbom, "", "", 10)).hasSize(1);
  }

  @Test
  void oldDroplets_expire_butNotTheCurrentOne() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-many\n");
    String app = pusher.appGuid("droplet-many");
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(staged(pusher, app, "version " + i));
      if (i == 0) {
        assertThat(pusher.assign(app, all.getFirst()).status()).isEqualTo(200);
      }
    }
    dev.ingot.controller.deployment.Serving.until(developer, "/v3/droplets/" + all.get(1), answer -> answer.at("/state").equals("EXPIRED"));
    assertThat(developer.get("/v3/droplets/" + all.getFirst()).at("/state")).isEqualTo("STAGED");
    assertThat(developer.get("/v3/droplets?app_guids=" + app + "&states=STAGED").json().get("resources").size()).isEqualTo(6);
    assertThat(pusher.assign(app, all.get(1)).status()).isEqualTo(422);
    dev.ingot.controller.deployment.Serving.until(developer, "/v3/packages?app_guids=" + app + "&states=READY",
        answer -> answer.json().get("resources").size() == 5);
  }

  @Test
  void droplets_byRole() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-roles\n");
    String app = pusher.appGuid("droplet-roles");
    String droplet = staged(pusher, app, "for roles");
    String path = "/v3/droplets/" + droplet;
    assertThat(create(auditor, app).status()).isEqualTo(403);
    assertThat(create(stranger, app).status()).isEqualTo(422);
    assertThat(create(developer, "nope").status()).isEqualTo(422);
    assertThat(developer.post("/v3/droplets", "{}").status()).isEqualTo(422);
    assertThat(auditor.get(path).status()).isEqualTo(200);
    assertThat(stranger.get(path).detail()).isEqualTo("Droplet not found");
    assertThat(stranger.get("/v3/droplets").json().get("resources").size()).isZero();
    assertThat(developer.get("/v3/droplets?nope=1").status()).isEqualTo(400);
    assertThat(stranger.get("/v3/apps/" + app + "/droplets").status()).isEqualTo(404);
    assertThat(developer.get("/v3/apps/" + app + "/droplets?nope=1").status()).isEqualTo(400);
    String bits = developer.get("/v3/apps/" + app + "/packages").at("/resources/0/guid");
    assertThat(developer.get("/v3/packages/" + bits + "/droplets?states=STAGED").at("/resources/0/guid")).isEqualTo(droplet);
    assertThat(stranger.get("/v3/packages/" + bits + "/droplets").status()).isEqualTo(404);
    assertThat(developer.get("/v3/packages/" + bits + "/droplets?nope=1").status()).isEqualTo(400);
    assertThat(auditor.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").status()).isEqualTo(403);
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}").at("/metadata/labels/a")).isEqualTo("b");
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"a b\":\"b\"}}}").status()).isEqualTo(422);
    assertThat(auditor.delete(path).status()).isEqualTo(403);
    assertThat(stranger.delete(path).status()).isEqualTo(404);
    assertThat(pusher.assign(app, droplet).status()).isEqualTo(200);
    assertThat(developer.job(developer.delete(path)).at("/errors/0/detail")).contains("is the current one");
  }

  @Test
  void billOfMaterials_isReadByWhoSeesTheApp() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-sbom\n");
    String app = pusher.appGuid("droplet-sbom");
    String droplet = staged(pusher, app, "has documents");
    String path = "/v3/droplets/" + droplet + "/sbom";
    assertThat(developer.get(path).status()).as("none yet").isEqualTo(404);
    Digest image = Digest.of("sha256:" + developer.get("/v3/droplets/" + droplet).at("/checksum/value"));
    referrer(CONTROLLER.bean(Registry.class), "apps/" + app, image, "{\"bomFormat\":\"CycloneDX\"}", "application/vnd.cyclonedx+json");
    assertThat(developer.get(path).at("/bomFormat")).isEqualTo("CycloneDX");
    assertThat(auditor.get(path).at("/bomFormat")).isEqualTo("CycloneDX");
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(CONTROLLER.anonymous().get(path).status()).isEqualTo(401);
    String large = "{\"bomFormat\":\"CycloneDX\",\"comment\":\"" + "x".repeat(33 << 20) + "\"}";
    String second = staged(pusher, app, "has a large document");
    referrer(CONTROLLER.bean(Registry.class), "apps/" + app, Digest.of("sha256:" + developer.get("/v3/droplets/" + second).at("/checksum/value")), large, "application/vnd.cyclonedx+json");
    assertThat(developer.get("/v3/droplets/" + second + "/sbom").body()).as("of any size").hasSameSizeAs(large);
    Answer waiting = create(developer, app);
    assertThat(developer.get("/v3/droplets/" + waiting.at("/guid") + "/sbom").status()).isEqualTo(422);
  }

  /** Registries other than ours: an image that no droplet names is removed there; one that refuses is asked once, one that is down again. */
  @Test
  void imagesInOtherRegistries_areRemovedWithTheirDroplet() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-elsewhere\n");
    String app = pusher.appGuid("droplet-elsewhere");
    String droplet = staged(pusher, app, "elsewhere");
    List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
    var other = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
    other.createContext("/", exchange -> {
      try (exchange) {
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 405 : 404, -1);
      }
    });
    other.start();
    try {
      String repository = "http://127.0.0.1:" + other.getAddress().getPort() + "/team/apps/" + app;
      String digest = "sha256:" + developer.get("/v3/droplets/" + droplet).at("/checksum/value");
      assertThat(CONTROLLER.bean(JdbcClient.class).sql("update droplets set image_repository = ? where guid = ?").params(repository, droplet).update()).isEqualTo(1);
      assertThat(developer.get("/v3/droplets/" + droplet).at("/image")).isEqualTo(repository.replace("http://", "") + "@" + digest);
      assertThat(developer.get("/v3/droplets/" + droplet + "/download").status()).as("it is not there").isEqualTo(404);
      assertThat(developer.job(developer.delete("/v3/droplets/" + droplet)).at("/state")).isEqualTo("COMPLETE");
      long end = System.nanoTime() + java.time.Duration.ofSeconds(40).toNanos();
      while (waiting(repository) > 0 && System.nanoTime() < end) {
        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      }
      assertThat(waiting(repository)).as("a registry that refuses is not asked for ever").isZero();
      assertThat(seen).contains("DELETE /v2/team/apps/" + app + "/manifests/" + digest);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void removals_leaveASilentRegistryAlone_andAnImageThatADropletHasMeanwhile() throws Exception {
    Pusher pusher = pusher();
    pusher.applied("applications:\n- name: droplet-removals\n");
    String droplet = staged(pusher, pusher.appGuid("droplet-removals"), "removals");
    JdbcClient jdbc = CONTROLLER.bean(JdbcClient.class);
    String digest = "sha256:" + "a".repeat(64);
    List<String> tried = new ArrayList<>();
    var time = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    Clock clock = new Clock() {
      @Override
      public Instant instant() {
        return time.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
    DropletImages images = new DropletImages(null, null) {
      @Override
      boolean remove(RepositoryAddress repository, Digest image) throws IOException {
        if (!repository.toString().contains(".invalid/removals/")) {
          return true;
        }
        tried.add(repository.toString());
        if (repository.registry().contains("silent")) {
          throw new IOException("no answer");
        }
        jdbc.sql("update droplets set image_repository = 'https://answers.invalid/removals/second', image_digest = ? where guid = ?").params(digest, droplet).update();
        return true;
      }
    };
    // the platform's own loop must not touch these, so they are there for one turn only
    var removals = new ImageRemovals(CONTROLLER.bean(QueuedRemovals.class), images, CONTROLLER.bean(Leadership.class), clock);
    Supplier<List<String>> turn = () -> {
      CONTROLLER.bean(TransactionTemplate.class).executeWithoutResult(status -> {
        jdbc.sql("delete from image_removals").update();
        for (String repository : List.of("silent.invalid/removals/a", "silent.invalid/removals/b", "answers.invalid/removals/first", "answers.invalid/removals/second")) {
          jdbc.sql("insert into image_removals (repository, digest) values (?, ?)").params("https://" + repository, digest).update();
        }
        removals.turn();
        status.setRollbackOnly();
      });
      List<String> now = List.copyOf(tried);
      tried.clear();
      return now;
    };
    assertThat(turn.get()).containsExactly("https://silent.invalid/removals/a", "https://answers.invalid/removals/first");
    assertThat(turn.get()).as("it was asked just now").containsExactly("https://answers.invalid/removals/first");
    time.updateAndGet(now -> now.plusSeconds(11));
    assertThat(turn.get()).contains("https://silent.invalid/removals/a").doesNotContain("https://silent.invalid/removals/b");
    time.updateAndGet(now -> now.plusSeconds(11));
    assertThat(turn.get()).as("the second pause is longer").containsExactly("https://answers.invalid/removals/first");
  }

  private static int waiting(String repository) {
    return CONTROLLER.bean(JdbcClient.class).sql("select count(*) from image_removals where repository = ?").param(repository).query(Integer.class).single();
  }
}
