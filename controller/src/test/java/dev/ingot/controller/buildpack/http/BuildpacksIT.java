package dev.ingot.controller.buildpack.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.buildpack.BuildpackFiles;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.controller.buildpack.db.BuildpackRepository;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of buildpacks, uploads that are none, and what the platform tells of its own. */
class BuildpacksIT {
  private static final String TOML = "api = \"0.10\"\n[buildpack]\nid = \"acme/mine\"\nversion = \"1.0.0\"\n";
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private final Http user = tenants.login(tenants.user());
  private final List<String> made = new ArrayList<>();

  @BeforeEach
  void own() {
    Answer told = controller.cell().put("/internal/buildpacks", "[{\"id\":\"ingot/java\",\"version\":\"1\",\"toml\":\"api = '0.10'\\n[buildpack]\\nhomepage = 'https://example.com/java'\"},{\"id\":\"ingot/nodejs\",\"version\":\"1\"}]");
    assertThat(told.status()).as(told.toString()).isEqualTo(200);
  }

  @AfterEach
  void clear() {
    made.forEach(guid -> {
      if (admin.get("/v3/buildpacks/" + guid).status() == 200) {
        admin.job(admin.delete("/v3/buildpacks/" + guid));
      }
    });
  }

  private Answer create(String name, String more) {
    Answer answer = admin.post("/v3/buildpacks", "{\"name\":\"" + name + "\"" + more + "}");
    if (answer.status() == 201) {
      made.add(answer.at("/guid"));
    }
    return answer;
  }

  private String created(String more) {
    Answer answer = create(Tenants.unique("bp"), more);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.at("/guid");
  }

  private static Answer upload(Http http, String guid, String field, String file, byte[] bits) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + file + "\"\r\nContent-Type: application/zip\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(bits);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return http.sendBytes("POST", "/v3/buildpacks/" + guid + "/upload", "multipart/form-data; boundary=b", body.toByteArray());
  }

  private Answer uploaded(String guid, Zips zip) {
    return admin.job(upload(admin, guid, "bits", "mine.zip", zip.bytes()));
  }

  /** A buildpackage as pack makes it: an OCI image layout in a tar, a layer per buildpack. */
  private static byte[] cnbFile(String entry, String climbing) throws IOException {
    var layer = new ByteArrayOutputStream();
    Layer facts;
    try (var tar = LayerTarWriter.gzip(layer)) {
      for (String name : List.of("acme_all/2.0.0", "acme_part/1.0.0")) {
        tar.file("/cnb/buildpacks/" + name + climbing + "/buildpack.toml", 0644, Owner.ROOT, (name.startsWith("acme_all")
            ? "api = \"0.10\"\n[buildpack]\nid = \"acme/all\"\nversion = \"2.0.0\"\n[[order]]\n[[order.group]]\nid = \"acme/part\"\nversion = \"1.0.0\"\n" : TOML)
            .getBytes(StandardCharsets.UTF_8));
      }
      tar.file("/cnb/buildpacks/acme_part/1.0.0/bin/build", 0755, Owner.ROOT, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
      tar.link("/cnb/buildpacks/acme_part/1.0.0/bin/detect", "build", Owner.ROOT);
      facts = tar.finish();
    }
    byte[] config = ImageConfig.empty("amd64", "linux").withLabels(Map.of("io.buildpacks.buildpackage.metadata", entry)).withLayer(facts.diffId(), "x").toBytes();
    byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(config), config.length), List.of(facts.descriptor())).toBytes();
    byte[] index = ("{\"schemaVersion\":2,\"manifests\":[" + new Descriptor(MediaTypes.MANIFEST, Digest.sha256(manifest), manifest.length).toJson() + "]}").getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (byte[] blob : List.of(layer.toByteArray(), config, manifest)) {
        entry(tar, "blobs/sha256/" + Digest.sha256(blob).hex(), blob);
      }
      entry(tar, "index.json", index);
    }
    return bytes.toByteArray();
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void buildpackage_becomesAZipOfItsBuildpacks() throws IOException {
    String guid = created("");
    byte[] file = cnbFile("{\"id\":\"acme/all\",\"version\":\"2.0.0\"}", "");
    assertThat(upload(user, guid, "bits", "all.cnb", file).status()).isEqualTo(403);
    Answer job = admin.job(upload(admin, guid, "bits", "all.cnb", file));
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");
    BuildpackEntity stored = controller.bean(BuildpackRepository.class).findById(guid).orElseThrow();
    assertThat(List.of(stored.buildpackId(), stored.buildpackVersion())).containsExactly("acme/all", "2.0.0");
    Path zip = controller.bean(BuildpackFiles.class).find(stored.digest()).orElseThrow();
    try (var in = ZipFile.builder().setPath(zip).get()) {
      assertThat(Collections.list(in.getEntries()).stream().map(ZipArchiveEntry::getName).filter(name -> !name.endsWith("/"))).containsExactlyInAnyOrder("buildpackage.toml",
          "acme_all/2.0.0/buildpack.toml", "acme_part/1.0.0/buildpack.toml", "acme_part/1.0.0/bin/build", "acme_part/1.0.0/bin/detect");
      assertThat(in.getEntry("acme_part/1.0.0/bin/detect").isUnixSymlink()).isTrue();
      assertThat(in.getEntry("acme_part/1.0.0/bin/build").getUnixMode() & 0777).isEqualTo(0755);
    }
  }

  @Test
  void imageThatIsNoBuildpackage_fails_andSaysWhy() throws IOException {
    String guid = created("");
    assertThat(failed(guid, cnbFile("{\"id\":\"acme/none\",\"version\":\"1\"}", ""))).contains("begins with acme/none@1, which it does not have");
    assertThat(failed(guid, cnbFile("{\"id\":\"acme/all\",\"version\":\"2.0.0\"}", "/../../../../../../evil"))).contains("climbs");
    assertThat(failed(guid, new byte[] {31, -117, 8, 0, 1, 2, 3})).contains("Buildpack is invalid");
    assertThat(user.get("/v3/buildpacks/" + guid).at("/state")).isEqualTo("AWAITING_UPLOAD");
  }

  private String failed(String guid, byte[] file) {
    Answer job = admin.job(upload(admin, guid, "bits", "x.cnb", file));
    assertThat(job.at("/state")).isEqualTo("FAILED");
    return job.at("/errors/0/detail");
  }

  private static Zips cnb() {
    return new Zips().file("buildpack.toml", TOML).file("bin/detect", "#!/bin/sh\n").file("bin/build", "#!/bin/sh\n");
  }

  private int position(String guid) {
    return admin.get("/v3/buildpacks/" + guid).json().get("position").asInt();
  }

  @Test
  void thePlatformsOwn_areListed_andCanBeSwitchedOff_butNotDeleted() {
    Answer java = user.get("/v3/buildpacks?names=java_buildpack");
    assertThat(java.at("/resources/0/state")).as(java.toString()).isEqualTo("READY");
    String guid = java.at("/resources/0/guid");
    assertThat(java.json().at("/resources/0").has("kind")).as("CF's clients do not know it").isFalse();
    Answer described = user.get("/v3/buildpack_descriptions?names=java_buildpack");
    assertThat(described.at("/resources/0/guid")).isEqualTo(guid);
    assertThat(described.at("/resources/0/kind")).isEqualTo("system");
    assertThat(described.at("/resources/0/id")).isEqualTo("ingot/java");
    assertThat(described.at("/resources/0/version")).isEqualTo("1");
    assertThat(described.at("/resources/0/about/homepage")).isEqualTo("https://example.com/java");
    assertThat(admin.delete("/v3/buildpacks/" + guid).status()).isEqualTo(422);
    assertThat(upload(admin, guid, "bits", "x.zip", cnb().bytes()).status()).isEqualTo(422);
    assertThat(admin.patch("/v3/buildpacks/" + guid, "{\"enabled\":false}").at("/enabled")).isEqualTo("false");
    own();
    assertThat(user.get("/v3/buildpacks/" + guid).at("/enabled")).as("told again changes no switch").isEqualTo("false");
    admin.patch("/v3/buildpacks/" + guid, "{\"enabled\":true}");
    assertThat(user.put("/internal/buildpacks", "[]").status()).isIn(401, 403);
    assertThat(controller.cell().put("/internal/buildpacks", "[{\"id\":\"../x\",\"version\":\"1\"}]").status()).isEqualTo(422);
  }

  @Test
  void positionsHaveNoGaps_andAMoveMovesTheOthers() {
    String one = created("");
    assertThat(position(one)).isEqualTo(1);
    String two = created(",\"position\":2");
    String last = created(",\"position\":1000");
    assertThat(position(two)).isEqualTo(2);
    long total = Long.parseLong(admin.get("/v3/buildpacks").at("/pagination/total_results"));
    assertThat(position(last)).isEqualTo((int) total);
    assertThat(admin.patch("/v3/buildpacks/" + last, "{\"position\":1}").at("/position")).isEqualTo("1");
    assertThat(position(one)).isEqualTo(2);
    assertThat(position(two)).isEqualTo(3);
    admin.job(admin.delete("/v3/buildpacks/" + one));
    assertThat(position(two)).isEqualTo(2);
    assertThat(user.get("/v3/buildpacks?order_by=-position&per_page=1").json().at("/resources/0/position").asInt()).isEqualTo((int) total - 1);
  }

  @Test
  void whatMakesNoSense_isRefused() {
    String name = Tenants.unique("bp");
    assertThat(create(name, "").status()).isEqualTo(201);
    assertThat(create(name, "").detail()).isEqualTo("Buildpack with name '" + name + "' and an unassigned stack already exists");
    assertThat(create(name, ",\"lifecycle\":\"cnb\"").status()).isEqualTo(201);
    assertThat(create(name + "2", ",\"stack\":\"none\"").detail()).isEqualTo("Stack 'none' does not exist");
    assertThat(create("a b", "").detail()).isEqualTo("Name is invalid");
    assertThat(create("", "").detail()).isEqualTo("Name can't be blank");
    assertThat(create(name + "3", ",\"position\":0").status()).isEqualTo(422);
    assertThat(create(name + "3", ",\"lifecycle\":\"docker\"").detail()).isEqualTo("Lifecycle must be either \"buildpack\" or \"cnb\"");
    assertThat(create(name + "3", ",\"enabled\":\"yes\"").status()).isEqualTo(422);
    assertThat(user.post("/v3/buildpacks", "{\"name\":\"x\"}").status()).isEqualTo(403);
    String guid = made.getFirst();
    assertThat(user.patch("/v3/buildpacks/" + guid, "{}").status()).isEqualTo(403);
    assertThat(admin.patch("/v3/buildpacks/" + guid, "{}").status()).isEqualTo(200);
    assertThat(admin.patch("/v3/buildpacks/" + guid, "{\"position\":-1}").status()).isEqualTo(422);
    assertThat(admin.patch("/v3/buildpacks/none", "{}").status()).isEqualTo(404);
    assertThat(user.delete("/v3/buildpacks/" + guid).status()).isEqualTo(403);
    assertThat(admin.delete("/v3/buildpacks/none").status()).isEqualTo(404);
    assertThat(user.get("/v3/buildpacks/none").status()).isEqualTo(404);
    assertThat(user.get("/v3/buildpacks?lifecycle=cnb&names=" + name).at("/pagination/total_results")).isEqualTo("1");
    assertThat(user.get("/v3/buildpacks?names=" + name + "&stacks=").at("/pagination/total_results")).isEqualTo("2");
    assertThat(user.get("/v3/buildpacks?color=red").status()).isEqualTo(400);
    assertThat(controller.anonymous().get("/v3/buildpacks").status()).isEqualTo(401);
    assertThat(controller.anonymous().get("/v3/buildpacks/" + guid).status()).isEqualTo(401);
  }

  @Test
  void upload_isCheckedInAJob_andKeptByDigest() {
    String guid = created("");
    assertThat(user.get("/v3/buildpacks/" + guid).at("/state")).isEqualTo("AWAITING_UPLOAD");
    assertThat(upload(user, guid, "bits", "x.zip", cnb().bytes()).status()).isEqualTo(403);
    assertThat(upload(admin, guid, "file", "x.zip", cnb().bytes()).detail()).contains("A buildpack zip file must be uploaded as 'bits'");
    assertThat(upload(admin, guid, "bits", "x.txt", new byte[] {65, 66, 67, 68, 69}).detail()).contains("x.txt is not a zip file");
    assertThat(upload(admin, guid, "bits", "x.zip", new byte[0]).status()).isEqualTo(422);
    Answer job = uploaded(guid, cnb());
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");
    Answer ready = user.get("/v3/buildpacks/" + guid);
    assertThat(ready.at("/state")).isEqualTo("READY");
    assertThat(ready.at("/filename")).isEqualTo("mine.zip");
    Answer described = user.get("/v3/buildpack_descriptions?names=" + ready.at("/name"));
    assertThat(described.at("/resources/0/kind")).isEqualTo("cnb");
    assertThat(described.at("/resources/0/about/api")).isEqualTo("0.10");
    admin.patch("/v3/buildpacks/" + guid, "{\"locked\":true}");
    assertThat(upload(admin, guid, "bits", "x.zip", cnb().bytes()).detail()).isEqualTo("Buildpack is locked");
    admin.patch("/v3/buildpacks/" + guid, "{\"locked\":false}");
    assertThat(uploaded(guid, new Zips().file("bin/compile", "x").file("bin/detect", "x")).at("/state")).as("a classic one").isEqualTo("COMPLETE");
    assertThat(uploaded(guid, new Zips().file("x-1.0/bin/supply", "x").file("x-1.0/manifest.yml", "---\nlanguage: x\n").file("README", "x")).at("/state"))
        .as("an archive of a repository").isEqualTo("COMPLETE");
    assertThat(uploaded(guid, new Zips().file("buildpack.toml", TOML + "[[order]]\n[[order.group]]\nid = \"ingot/nodejs\"\n")).at("/state"))
        .as("a composite of others").isEqualTo("COMPLETE");
    assertThat(controller.cell().get("/internal/buildpacks/sha256:" + "0".repeat(64) + "/bits").status()).isEqualTo(404);
    assertThat(controller.cell().get("/internal/buildpacks/..%2f..%2fx/bits").status()).isIn(400, 404);
    assertThat(upload(admin, "none", "bits", "x.zip", cnb().bytes()).status()).isEqualTo(404);
  }

  @Test
  void hostileOrEmptyArchives_failTheJob_withCfsCodes() {
    String guid = created("");
    fails(guid, cnb().file("../../etc/passwd", "x"), 390013, "leaves the app's root");
    fails(guid, cnb().file("/etc/passwd", "x"), 390013, "absolute name");
    fails(guid, new Zips().file("readme", "x"), 290003, "neither buildpack.toml");
    fails(guid, new Zips().file("buildpack.toml", TOML).file("bin/build", "x"), 290003, "no bin/detect");
    fails(guid, cnb(TOML.replace("0.10", "0.2")), 290003, "must have api");
    fails(guid, cnb(TOML.replace("acme/mine", "../mine")), 290003, "[buildpack]");
    fails(guid, cnb("x = " + "[".repeat(5000)), 290003, "nested");
    fails(guid, cnb("not toml"), 290003, "not valid TOML");
    fails(guid, cnb(TOML + "[[order]]\n"), 290003, "composite");
    fails(guid, new Zips().file("bin/compile", "x").file("manifest.yml", "language: x\nstack: nostack\n"), 390012, "Uploaded buildpack stack (nostack) does not exist");
    fails(guid, new Zips().file("one/bin/compile", "x").file("two/bin/compile", "x"), 290003, "or in its only directory");
    assertThat(user.get("/v3/buildpacks/" + guid).at("/state")).isEqualTo("AWAITING_UPLOAD");
  }

  private static Zips cnb(String toml) {
    return new Zips().file("buildpack.toml", toml).file("bin/detect", "x").file("bin/build", "x");
  }

  private void fails(String guid, Zips zip, int code, String part) {
    Answer job = uploaded(guid, zip);
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("FAILED");
    assertThat(job.json().at("/errors/0/code").asInt()).as(job.toString()).isEqualTo(code);
    assertThat(job.at("/errors/0/detail")).contains(part);
  }

  @Test
  void apps_nameWhatThereIs() {
    String space = tenants.space(tenants.organization());
    String body = "{\"name\":\"%s\",\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"buildpacks\":[\"%s\"]}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}";
    assertThat(admin.post("/v3/apps", body.formatted(Tenants.unique("a"), "nothing")).detail()).contains("Buildpack must be an existing admin buildpack or a valid git URI");
    for (String known : List.of("java_buildpack", "ingot/nodejs", "ingot/nodejs@1", "https://example.com/x.git")) {
      assertThat(admin.post("/v3/apps", body.formatted(Tenants.unique("a"), known)).status()).as(known).isEqualTo(201);
    }
  }
}
