package dev.ingot.controller.rebase;


import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.deployment.Serving;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.instance.InstanceNews;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseAppRepository;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.testing.GatedRegistry;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.document.Component;
import dev.ingot.oci.document.CycloneDx;
import dev.ingot.oci.document.DebianPackage;
import dev.ingot.oci.document.Referrer;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.Rebase;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Apps that get another run image, in the real controller with its registry and database; a thread stands for the cells. */
class RebaseIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final Registry REGISTRY = CONTROLLER.bean(Registry.class);
  private static final JdbcClient JDBC = CONTROLLER.bean(JdbcClient.class);
  private final Http admin = CONTROLLER.admin();
  private final String stack = Tenants.unique("rebase");
  private final String run = "stacks/" + stack + "/run";
  private final String org = TENANTS.organization();
  private final String space = TENANTS.space(org);
  private final Cells cells = new Cells(space);
  private String oldRun = "";
  private String newRun = "";

  @BeforeEach
  void stack() throws Exception {
    oldRun = image(run, Map.of("io.buildpacks.base.distro.version", "13"), null, "base1", "base2").digest();
    newRun = image(run, Map.of("io.buildpacks.base.distro.version", "13", "io.buildpacks.base.released", "today"), null, "fresh1", "fresh2", "fresh3").digest();
    stackRuns(oldRun);
    cells.start();
  }

  @AfterEach
  void stop() {
    cells.stop();
    JDBC.sql("update apps set state = 'STOPPED' where space_guid = ?").param(space).update();
  }

  @Test
  void hundredAppsFollowTheirStack_inWaves_withoutABuild() throws Exception {
    List<String> apps = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      apps.add(app("many-" + i, i % 3 == 0 ? null : i % 20 == 1 ? 2 : 0));
    }
    Map<String, Manifest> before = new LinkedHashMap<>();
    for (String app : apps) {
      before.put(app, manifest(current(app)));
    }
    sbom(apps.get(2));
    stackRuns(newRun);
    String rebase = admin.get("/v3/rebases?stacks=" + stack).at("/resources/0/guid");
    Answer done = ended(rebase);
    assertThat(done.at("/state")).as(done.toString()).isEqualTo("COMPLETE");
    assertThat(done.at("/cause")).isEqualTo("STACK");
    assertThat(done.at("/wave_size")).isEqualTo("10");
    assertThat(done.at("/wave")).isEqualTo("10");
    assertThat(done.at("/apps/done")).isEqualTo("100");
    assertThat(JDBC.sql("select count(*) from builds b join apps a on a.guid = b.app_guid where a.space_guid = ?").param(space).query(Integer.class).single())
        .as("no build was started").isZero();
    for (String app : apps) {
      DropletEntity droplet = current(app);
      Manifest manifest = manifest(droplet);
      ImageConfig config = config(droplet, manifest);
      assertThat(config.diffIds().subList(0, 3)).containsExactly(diff("fresh1"), diff("fresh2"), diff("fresh3"));
      assertThat(manifest.layers().subList(3, 5)).as("layers of the app, byte for byte").isEqualTo(before.get(app).layers().subList(2, 4));
      assertThat(config.labels().get(Rebase.METADATA)).contains("\"topLayer\":\"" + diff("fresh3") + "\"", run + "@" + newRun);
      assertThat(REGISTRY.blob("apps/" + app, Digest.of(manifest.layers().getFirst().digest().value()))).as("the run image's layers can be pulled from the app's repository").isPresent();
      assertThat(droplet.processTypes()).isEqualTo(Map.of("web", "node server.js"));
      assertThat(droplet.layers().stream().map(DropletEntity.Layer::diffId)).hasSize(5).startsWith(diff("fresh1").value());
    }
    assertThat(admin.get("/v3/deployments?app_guids=" + apps.get(1)).at("/resources/0/status/reason")).isEqualTo("DEPLOYED");
    assertThat(admin.get("/v3/deployments?app_guids=" + apps.get(0)).json().get("resources").size()).as("a stopped app needs none").isZero();
    assertThat(healthy(apps.get(1))).isEqualTo(2);
    documentsTellOfTheNewRunImage(apps.get(2), before.get(apps.get(2)), rebase);
    assertThat(REGISTRY.referrers("apps/" + apps.get(4), Digest.of(current(apps.get(4)).imageDigest()), Referrer.SBOM, "", 9)).as("it had none").isEmpty();

    Answer again = ended(rebase("{\"stack\":\"" + stack + "\"}").at("/guid"));
    assertThat(again.at("/apps/unchanged")).as("all are on it").isEqualTo("100");
  }

  @Test
  void dryRun_saysWhoIsAffected_andWhy_andChangesNothing() throws Exception {
    String good = app("dry-good", 0);
    String fixed = app("dry-fixed", 0, Map.of("io.buildpacks.rebasable", "false"));
    String other = app("dry-other", 0, Map.of("io.buildpacks.base.distro.version", "12"));
    String ails = app("dry-ails", 1);
    cells.sick.add(ails);
    cells.say(ails, "state = 'CRASHED', routable = false");
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    String before = current(good).guid();
    Answer planned = ended(rebase("{\"dry_run\":true,\"stack\":\"" + stack + "\"}").at("/guid"));
    assertThat(planned.at("/state")).isEqualTo("PLANNED");
    assertThat(planned.at("/apps/waiting")).isEqualTo("1");
    assertThat(planned.at("/apps/refused")).isEqualTo("3");
    String list = "/v3/rebases/" + planned.at("/guid") + "/apps";
    assertThat(reason(list, good)).isEmpty();
    assertThat(reason(list, fixed)).contains("io.buildpacks.rebasable").contains("--force");
    assertThat(reason(list, other)).contains("'12'").contains("'13'");
    assertThat(reason(list, ails)).contains("not all of its instances are healthy");
    assertThat(admin.get(list + "?states=REFUSED").json().get("resources").size()).isEqualTo(3);
    assertThat(admin.get(list + "?nope=1").status()).isEqualTo(400);
    assertThat(current(good).guid()).as("nothing was changed").isEqualTo(before);
    assertThat(config(current(good), manifest(current(good))).diffIds()).startsWith(diff("base1"));

    Answer forced = ended(rebase("{\"force\":true,\"stack\":\"" + stack + "\"}").at("/guid"));
    assertThat(forced.at("/apps/done")).as(forced.toString()).isEqualTo("3");
    assertThat(forced.at("/apps/refused")).isEqualTo("1");
  }

  @Test
  void loopThatIsStoppedInTheMiddle_goesOnWhereItWas() throws Exception {
    List<String> apps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      apps.add(app("kill-" + i, i == 7 ? 1 : 0));
    }
    RebaseLoop loop = CONTROLLER.bean(RebaseLoop.class);
    stackRuns(newRun);
    String rebase = admin.get("/v3/rebases?stacks=" + stack).at("/resources/0/guid");
    Serving.until(admin, "/v3/rebases/" + rebase, answer -> Integer.parseInt(answer.at("/wave")) >= 2);
    loop.stop();
    Answer stopped = admin.get("/v3/rebases/" + rebase);
    assertThat(stopped.at("/state")).isEqualTo("ROLLING");
    List<String> first = JDBC.sql("select droplet_guid from rebase_apps where rebase_guid = ? and state = 'DONE' order by app_guid").param(rebase).query(String.class).list();
    assertThat(first).isNotEmpty().hasSizeLessThan(20);
    loop.start();
    assertThat(ended(rebase).at("/apps/done")).isEqualTo("20");
    for (String app : apps) {
      assertThat(JDBC.sql("select count(*) from droplets where app_guid = ?").param(app).query(Integer.class).single()).as("one droplet more, not two").isEqualTo(2);
    }
  }

  @Test
  void brokenOnTheNewImage_waveGoesBack_andTheRestIsLeftAlone() throws Exception {
    List<String> apps = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      apps.add(app("break-" + i, i < 3 ? 1 : 0));
    }
    Map<String, String> before = new LinkedHashMap<>();
    apps.forEach(app -> before.put(app, current(app).guid()));
    cells.crashing.add(apps.get(1));
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    Answer stopped = ended(rebase("{\"wave_percent\":50,\"stack\":\"" + stack + "\"}").at("/guid"));
    assertThat(stopped.at("/state")).as(stopped.toString()).isEqualTo("STOPPED");
    assertThat(stopped.at("/reason")).contains(apps.get(1)).contains("crashed 3 times").contains("libc is missing");
    assertThat(stopped.at("/apps/reverted")).isEqualTo("3");
    assertThat(stopped.at("/apps/skipped")).isEqualTo("3");
    apps.forEach(app -> assertThat(current(app).guid()).isEqualTo(before.get(app)));
    cells.crashing.clear();
    for (int i = 0; i < 3; i++) {
      awaitHealthy(apps.get(i));
    }
  }

  @Test
  void healthyFirstAndSickAfterwards_goesBackToo() throws Exception {
    String app = app("sick-0", 1);
    String before = current(app).guid();
    cells.sickOnAnother.put(app, before);
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    String guid = rebase("{\"stack\":\"" + stack + "\"}").at("/guid");
    Answer stopped = ended(guid);
    assertThat(stopped.at("/state")).as(stopped.toString()).isEqualTo("STOPPED");
    assertThat(stopped.at("/reason")).contains("healthy on the new run image and are not any more");
    assertThat(current(app).guid()).isEqualTo(before);
  }

  @Test
  void cancelled_endsAfterItsWave() throws Exception {
    for (int i = 0; i < 4; i++) {
      app("cancel-" + i, 1);
    }
    cells.paused.set(true);
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    String guid = rebase("{\"wave_percent\":25,\"stack\":\"" + stack + "\"}").at("/guid");
    Serving.until(admin, "/v3/rebases/" + guid, answer -> answer.at("/apps/deploying").equals("1"));
    assertThat(rebase("{\"stack\":\"" + stack + "\"}").detail()).contains("still goes on");
    assertThat(admin.post("/v3/rebases/" + guid + "/actions/cancel", "").at("/state")).isEqualTo("CANCELING");
    cells.paused.set(false);
    Answer canceled = ended(guid);
    assertThat(canceled.at("/state")).isEqualTo("CANCELED");
    assertThat(canceled.at("/apps/done")).isEqualTo("1");
    assertThat(canceled.at("/apps/skipped")).isEqualTo("3");
    assertThat(admin.post("/v3/rebases/" + guid + "/actions/cancel", "").status()).isEqualTo(422);
  }

  @Test
  void oneApp_byWhoMayChangeIt_andBadInput() throws Exception {
    Http developer = TENANTS.with("space_developer", org, space);
    Http auditor = TENANTS.with("space_auditor", org, space);
    Http stranger = TENANTS.login(TENANTS.user());
    String app = app("mine", 0);
    app("not-asked", 0);
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    String body = "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}";
    assertThat(auditor.post("/v3/rebases", body).status()).isEqualTo(403);
    assertThat(stranger.post("/v3/rebases", body).status()).isEqualTo(422);
    assertThat(developer.post("/v3/rebases", "{}").status()).as("all apps").isEqualTo(403);
    Answer created = developer.post("/v3/rebases", body);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    String path = "/v3/rebases/" + created.at("/guid");
    assertThat(ended(created.at("/guid")).at("/apps/done")).isEqualTo("1");
    assertThat(admin.get(path + "/apps").at("/resources/0/name")).isEqualTo("mine");
    assertThat(auditor.get(path).at("/relationships/app/data/guid")).isEqualTo(app);
    assertThat(auditor.get(path + "/apps").at("/resources/0/state")).isEqualTo("DONE");
    assertThat(auditor.post(path + "/actions/cancel", "").status()).isEqualTo(403);
    assertThat(stranger.get(path).detail()).isEqualTo("Rebase not found");
    assertThat(stranger.get(path + "/apps").status()).isEqualTo(404);
    assertThat(stranger.post(path + "/actions/cancel", "").status()).isEqualTo(404);
    assertThat(stranger.get("/v3/rebases").json().get("resources").size()).isZero();
    assertThat(developer.get("/v3/rebases?nope=1").status()).isEqualTo(400);
    assertThat(developer.get("/v3/rebases/nope").status()).isEqualTo(404);
    for (String bad : List.of("{\"wave_percent\":0}", "{\"wave_percent\":101}", "{\"wave_percent\":\"x\"}", "{\"stack\":\"none-such\"}", "{\"nonsense\":1}")) {
      assertThat(admin.post("/v3/rebases", bad).status()).as(bad).isEqualTo(422);
    }
  }

  /** The step of a rebase whose images are in another registry, which answers late: meanwhile no connection is held, and what changed is seen. */
  @Test
  void registryThatHangs_holdsNoConnection_andNothingIsDoneToAnotherDroplet() throws Exception {
    String app = app("hangs", null);
    JDBC.sql("update stacks set run_digest = ? where name = ?").params(newRun, stack).update();
    String guid = ended(rebase("{\"dry_run\":true,\"stack\":\"" + stack + "\"}").at("/guid")).at("/guid");
    String droplet = current(app).guid();
    String image = current(app).imageDigest();
    try (GatedRegistry other = new GatedRegistry(CONTROLLER)) {
      JDBC.sql("update droplets set image_repository = ? where guid = ?").params(other.origin() + "/apps/" + app, droplet).update();
      JDBC.sql("update rebases set run_repository = ? where guid = ?").params(other.origin() + "/" + run, guid).update();
      RebaseEntity rebase = CONTROLLER.bean(RebaseRepository.class).findById(guid).orElseThrow();
      var repository = new RepositoryAddress("", run);
      var runImage = new Rebase.RunImage(repository.reference(), repository.reference() + "@" + newRun, runImage());
      Thread step = Thread.ofVirtual().start(() -> Caller.PLATFORM.<RuntimeException>run(() -> CONTROLLER.bean(RebaseStep.class).begin(rebase, part(guid), runImage)));
      other.awaitHanging(1);
      JDBC.sql("update apps set droplet_guid = null where guid = ?").param(app).update();
      other.open();
      step.join();
      assertThat(part(guid).state()).as("another droplet than it looked at").isEqualTo(RebaseAppEntity.WAITING);
      JDBC.sql("update apps set droplet_guid = ? where guid = ?").params(droplet, app).update();
      Caller.PLATFORM.<RuntimeException>run(() -> CONTROLLER.bean(RebaseStep.class).begin(rebase, part(guid), runImage));
      assertThat(part(guid).state()).isEqualTo(RebaseAppEntity.DONE);
      assertThat(current(app).imageRepository()).isEqualTo(other.origin() + "/apps/" + app);
      assertThat(current(app).imageDigest()).isNotEqualTo(image);
      assertThat(REGISTRY.manifest("apps/" + app, current(app).imageDigest())).isPresent();
    }
  }

  private static RebaseAppEntity part(String rebase) {
    return CONTROLLER.bean(RebaseAppRepository.class).findAll().stream().filter(part -> part.rebaseGuid().equals(rebase)).findFirst().orElseThrow();
  }

  private Rebase.Image runImage() throws Exception {
    var stored = REGISTRY.manifest(run, newRun).orElseThrow();
    Manifest manifest = Manifest.parse(stored.bytes(), stored.mediaType());
    return new Rebase.Image(manifest, ImageConfig.parse(java.nio.file.Files.readAllBytes(REGISTRY.blob(run, Digest.of(manifest.config().digest().value())).orElseThrow())));
  }

  private Answer rebase(String body) {
    return admin.post("/v3/rebases", body);
  }

  private Answer ended(String guid) {
    assertThat(guid).isNotEmpty();
    long end = System.nanoTime() + 90_000_000_000L;
    Answer answer = admin.get("/v3/rebases/" + guid);
    while (Set.of("PLANNING", "ROLLING", "CANCELING", "REVERTING").contains(answer.at("/state"))) {
      assertThat(System.nanoTime()).as(answer.toString()).isLessThan(end);
      LockSupport.parkNanos(100_000_000);
      answer = admin.get("/v3/rebases/" + guid);
    }
    return answer;
  }

  private String reason(String list, String app) {
    return admin.get(list + "?app_guids=" + app).at("/resources/0/reason");
  }

  private void stackRuns(String digest) {
    Answer put = CONTROLLER.cell().put("/internal/stacks/" + stack, "{\"description\":\"x\",\"build\":{\"repository\":\"stacks/x/build\",\"digest\":\"sha256:" + "a".repeat(64)
        + "\"},\"run\":{\"repository\":\"" + run + "\",\"digest\":\"" + digest + "\"}}");
    assertThat(put.status()).as(put.toString()).isEqualTo(200);
  }

  private String app(String name, Integer instances) throws Exception {
    return app(name, instances, Map.of());
  }

  /** @param instances null = stopped */
  private String app(String name, Integer instances, Map<String, String> labels) throws Exception {
    Answer created = admin.post("/v3/apps", "{\"name\":\"" + name + "\",\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"buildpacks\":[],\"stack\":\"" + stack
        + "\"}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    String app = created.at("/guid");
    Map<String, String> all = new LinkedHashMap<>(Map.of("io.buildpacks.base.distro.version", "13"));
    all.putAll(labels);
    all.put(Rebase.METADATA, "{\"runImage\":{\"topLayer\":\"" + diff("base2") + "\",\"reference\":\"" + run + "@" + oldRun + "\",\"image\":\"" + run + "\"}}");
    Stored image = image("apps/" + app, all, run, "base1", "base2", "deps", name);
    DropletEntity droplet = new DropletEntity(app, "none", "none", Instant.now());
    droplet.image("apps/" + app, image.digest(), 4, "web");
    droplet.contents(Map.of("web", "node server.js"), List.of(), List.of());
    droplet.lifecycle("buildpack", stack);
    CONTROLLER.bean(DropletRepository.class).saveAndFlush(droplet);
    JDBC.sql("update processes set instances = ? where app_guid = ?").params(instances == null ? 1 : instances, app).update();
    JDBC.sql("update apps set droplet_guid = ? where guid = ?").params(droplet.guid(), app).update();
    if (instances != null) {
      assertThat(admin.post("/v3/apps/" + app + "/actions/start", "").status()).isEqualTo(200);
      if (instances > 0) {
        awaitHealthy(app);
      }
    }
    return app;
  }

  private void awaitHealthy(String app) {
    long end = System.nanoTime() + 20_000_000_000L;
    int wanted = JDBC.sql("select instances from processes where app_guid = ? and not retiring").param(app).query(Integer.class).single();
    while (healthy(app) < wanted) {
      assertThat(System.nanoTime()).as("instances of " + app).isLessThan(end);
      LockSupport.parkNanos(30_000_000);
    }
  }

  private static int healthy(String app) {
    return JDBC.sql("select count(*) from instances i join processes p on p.guid = i.process_guid and p.version = i.process_version"
        + " where p.app_guid = ? and not p.retiring and i.state = 'RUNNING' and i.routable").param(app).query(Integer.class).single();
  }

  private static DropletEntity current(String app) {
    String guid = JDBC.sql("select droplet_guid from apps where guid = ?").param(app).query(String.class).single();
    return CONTROLLER.bean(DropletRepository.class).findById(guid).orElseThrow();
  }

  private static Manifest manifest(DropletEntity droplet) throws Exception {
    var stored = REGISTRY.manifest(droplet.imageRepository(), droplet.imageDigest()).orElseThrow();
    return Manifest.parse(stored.bytes(), stored.mediaType());
  }

  private static ImageConfig config(DropletEntity droplet, Manifest manifest) throws Exception {
    return ImageConfig.parse(java.nio.file.Files.readAllBytes(REGISTRY.blob(droplet.imageRepository(), Digest.of(manifest.config().digest().value())).orElseThrow()));
  }

  private record Stored(String digest) {}

  /** An image with a layer for each name; the name is what is in it. */
  private static Stored image(String repository, Map<String, String> labels, String from, String... layers) throws Exception {
    ImageConfig config = ImageConfig.empty("amd64", "linux").withLabels(labels).withEnv(Map.of("CNB_PLATFORM_API", "0.14"));
    List<Descriptor> descriptors = new ArrayList<>();
    for (String layer : layers) {
      byte[] bytes = layer.equals("fresh2") ? system() : layer.getBytes(StandardCharsets.UTF_8);
      blob(repository, bytes);
      config = config.withLayer(diff(layer), layer);
      descriptors.add(new Descriptor(MediaTypes.LAYER, Digest.sha256(bytes), bytes.length));
    }
    byte[] bytes = config.toBytes();
    blob(repository, bytes);
    byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(bytes), bytes.length), descriptors).toBytes();
    Digest digest = Digest.sha256(manifest);
    REGISTRY.putManifest(repository, digest, MediaTypes.MANIFEST, manifest, List.of());
    return new Stored(digest.toString());
  }

  /** A layer with packages installed. */
  private static byte[] system() throws Exception {
    var layer = new java.io.ByteArrayOutputStream();
    try (var tar = LayerTarWriter.plain(layer)) {
      tar.file("/" + DebianPackage.FILE, 0644, Owner.ROOT, "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.41-7\n".getBytes(StandardCharsets.UTF_8));
      tar.finish();
    }
    return layer.toByteArray();
  }

  /** As builds leave it: what the app brings, and what its run image had. */
  private static void sbom(String app) throws Exception {
    String image = current(app).imageDigest();
    var components = List.of(new DebianPackage("libc6", "2.41-1", "amd64").component(), new DebianPackage("gone", "1", "amd64").component(), Component.npm("express", "5.1.0", "package-lock.json"));
    refer(app, Referrer.SBOM, CycloneDx.document("apps/" + app, image, components, ""));
    refer(app, Referrer.SBOM, "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"name\":\"of somebody else\"}]}".getBytes(StandardCharsets.UTF_8));
  }

  private static void refer(String app, String type, byte[] document) throws Exception {
    blob("apps/" + app, Referrer.config());
    blob("apps/" + app, document);
    var subject = new Descriptor(MediaTypes.MANIFEST, Digest.of(current(app).imageDigest()), 1);
    byte[] manifest = Referrer.manifest(subject, type, document).toBytes();
    REGISTRY.putManifest("apps/" + app, Digest.sha256(manifest), MediaTypes.MANIFEST, manifest, List.of());
  }

  private void documentsTellOfTheNewRunImage(String app, Manifest before, String rebase) throws Exception {
    DropletEntity droplet = current(app);
    String bill = document(droplet, Referrer.SBOM);
    assertThat(bill).contains("pkg:npm/express@5.1.0", "pkg:deb/debian/libc6@2.41-7?arch=amd64", droplet.imageDigest())
        .doesNotContain("libc6@2.41-1", "pkg:deb/debian/gone", "of somebody else");
    String provenance = document(droplet, Referrer.PROVENANCE);
    assertThat(provenance).contains("https://ingot.dev/build/rebase/v1", "\"invocationId\":\"" + rebase + "\"", run + "@" + oldRun, run + "@" + newRun,
        Digest.sha256(before.toBytes()).hex(), oldRun.substring(7), newRun.substring(7), droplet.imageDigest().substring(7));
  }

  /** The only one of its type beside the droplet's image. */
  private static String document(DropletEntity droplet, String type) throws Exception {
    var found = REGISTRY.referrers(droplet.imageRepository(), Digest.of(droplet.imageDigest()), type, "", 9);
    assertThat(found).as(type).hasSize(1);
    var stored = REGISTRY.manifest(droplet.imageRepository(), found.getFirst().digest().toString()).orElseThrow();
    var layer = Manifest.parse(stored.bytes(), stored.mediaType()).layers().getFirst();
    return java.nio.file.Files.readString(REGISTRY.blob(droplet.imageRepository(), Digest.of(layer.digest().value())).orElseThrow());
  }

  private static void blob(String repository, byte[] bytes) throws Exception {
    REGISTRY.finishUpload(repository, REGISTRY.openUpload(repository), 0L, bytes.length, new ByteArrayInputStream(bytes), Digest.sha256(bytes));
  }

  private static dev.ingot.oci.image.Digest diff(String layer) {
    return Digest.sha256(layer.getBytes(StandardCharsets.UTF_8));
  }

  /** Stands for the cells of a space: whatever is wanted runs, but for the apps it was told of. */
  private static final class Cells {
    private final String space;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean paused = new AtomicBoolean();
    private final Set<String> sick = ConcurrentHashMap.newKeySet();
    /** Their successors crash. */
    private final Set<String> crashing = ConcurrentHashMap.newKeySet();
    /** App → the droplet it is healthy with; with another one it is healthy until the deployment is over. */
    private final Map<String, String> sickOnAnother = new ConcurrentHashMap<>();

    Cells(String space) {
      this.space = space;
    }

    void start() {
      running.set(true);
      Thread.ofVirtual().start(() -> {
        while (running.get()) {
          if (!paused.get()) {
            turn();
          }
          LockSupport.parkNanos(50_000_000);
        }
      });
    }

    void stop() {
      running.set(false);
    }

    void say(String app, String change) {
      JDBC.sql("update instances set " + change + " where process_guid in (select guid from processes where app_guid = ?)").param(app).update();
    }

    private void turn() {
      try {
        int changed = JDBC.sql("update instances i set state = 'RUNNING', routable = true, placement_error = null, crash_count = 0 from processes p join apps a on a.guid = p.app_guid"
            + " where p.guid = i.process_guid and a.space_guid = ? and (i.state <> 'RUNNING' or not i.routable) and not (a.guid = any(?))")
            .params(space, java.util.stream.Stream.of(sick, crashing, sickOnAnother.keySet()).flatMap(Set::stream).toArray(String[]::new)).update();
        for (String app : crashing) {
          boolean deploying = JDBC.sql("select exists (select 1 from processes where app_guid = ? and retiring)").param(app).query(Boolean.class).single();
          if (deploying && JDBC.sql("select exists (select 1 from deployments where app_guid = ? and status_value = 'ACTIVE' and status_reason = 'DEPLOYING')").param(app).query(Boolean.class).single()) {
            changed += JDBC.sql("update instances set state = 'CRASHED', routable = false, placement_error = null, crash_reason = 'libc is missing', crash_count = 3 where process_guid in"
                + " (select guid from processes where app_guid = ? and not retiring)").param(app).update();
          }
        }
        for (Map.Entry<String, String> one : sickOnAnother.entrySet()) {
          boolean over = JDBC.sql("select not exists (select 1 from processes where app_guid = ? and retiring)").param(one.getKey()).query(Boolean.class).single();
          boolean another = !current(one.getKey()).guid().equals(one.getValue());
          say(one.getKey(), over && another ? "routable = false" : "state = 'RUNNING', routable = true, placement_error = null");
          changed++;
        }
        if (changed > 0) {
          CONTROLLER.bean(InstanceNews.class).happened("nobody", InstanceEvent.getDefaultInstance());
        }
      } catch (RuntimeException e) {
        // The test stopped its controller, or a row was gone: the next turn sees.
      }
    }
  }
}
