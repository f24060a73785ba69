package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.DetectedGroup;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The front half of the lifecycle with the hand-written buildpacks of `src/test/resources/cnb`, from order to launch metadata. */
@Timeout(120)
class CnbIT extends StagingFixture {
  private static final Map<String, String> APP = Map.of("a.txt", "a");

  @BeforeEach
  void buildpacks() throws IOException {
    resources();
    order();
  }

  @Test
  void buildpacksOfEveryApi_buildTogether_eachByItsOwnRules() throws IOException {
    StagedDroplet droplet = staged(stage(APP, "", "test/api-7", "test/api-8", "test/api-9", "test/api-10", "test/api-11", "test/api-12"));
    String old = "CNB_BUILDPACK_DIR";
    String eight = old + " CNB_BP_PLAN_PATH CNB_LAYERS_DIR CNB_PLATFORM_DIR CNB_STACK_ID";
    String ten = eight + " CNB_TARGET_ARCH CNB_TARGET_DISTRO_NAME CNB_TARGET_DISTRO_VERSION CNB_TARGET_OS";
    String chain = "";
    for (var row : List.of(Map.entry(7, old + " CNB_STACK_ID"), Map.entry(8, eight), Map.entry(9, eight), Map.entry(10, ten), Map.entry(11, ten), Map.entry(12, ten + " CNB_EXEC_ENV"))) {
      int api = row.getKey();
      assertThat(log).as("API 0.%d", api).contains("%d: arguments /layers/test_api-%d /platform /plans/build-test_api-%d.toml".formatted(api, api, api),
          "%d: variables %s ".formatted(api, String.join(" ", List.of(row.getValue().split(" ")).stream().sorted().toList())),
          "%d: wanted by %s".formatted(api, api < 12 ? api + 1 : ""), "%d: chain %s".formatted(api, chain));
      chain += api + " ";
    }
    assertThat(droplet.getProcessesList()).extracting(ProcessType::getType).as("only-tests is for another execution environment")
        .containsExactlyInAnyOrder("p7", "p8", "p9", "p10", "p11", "p12");
    assertThat(droplet.getProcessesList()).extracting(ProcessType::getCommand).contains("echo 7 a", "echo 12 a");
  }

  @Test
  void executionEnvironment_isTheUsersToSay() throws IOException {
    env = Map.of("CNB_EXEC_ENV", "test");
    assertThat(staged(stage(APP, "", "test/api-7", "test/api-8", "test/api-9", "test/api-10", "test/api-11", "test/api-12")).getProcessesList()).extracting(ProcessType::getType).contains("only-tests");
    detectOnly = true;
    env = Map.of("CNB_EXEC_ENV", "development");
    StagingResult none = stage(APP, "", "test/api-12");
    assertThat(none.getFailed().getCode()).isEqualTo("NoAppDetectedError");
    env = Map.of("CNB_EXEC_ENV", "a/b");
    assertThat(stage(APP, "", "test/api-12").getFailed().getReason()).contains("CNB_EXEC_ENV is 'a/b'");
  }

  @Test
  void composite_isTakenApart_andThePlanGoesToItsProvider() throws IOException {
    StagingResult result = stage(APP, "", "samples/hello-universe");
    assertThat(staged(result).getBuildpacksList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    assertThat(log).contains("Hello World: 2 worlds wanted: earth moon ", "Hello Moon");
    var entry = result.getDetect().getPlanList();
    assertThat(entry).singleElement().satisfies(e -> {
      assertThat(e.getName()).isEqualTo("some-world");
      assertThat(e.getProvidersList()).containsExactly("samples/hello-world@0.0.1");
      assertThat(e.getRequiresList()).extracting(r -> r.getBuildpack() + r.getMetadata())
          .containsExactly("samples/hello-world@0.0.1{\"world\":\"earth\"}", "samples/hello-moon@0.0.1{\"world\":\"moon\"}");
    });
  }

  @Test
  void laterGroup_isTakenWhenPlansOfTheFirstDoNotFit_andItSaysWhy() throws IOException {
    detectOnly = true;
    order("samples/hello-moon", "samples/hello-world samples/hello-moon", "samples/hello-processes");
    StagingResult result = stage(APP, "");
    assertThat(result.getDetect().getGroupList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    assertThat(result.getDetect().getGroupsList()).extracting(DetectedGroup::getWhy).containsExactly(
        "the build plans do not fit together: samples/hello-moon@0.0.1 requires 'some-world', which no buildpack before it provides", "");
    order("samples/hello-moon samples/hello-world");
    assertThat(stage(APP, "").getFailed().getReason()).contains("only a later buildpack provides");
  }

  @Test
  void processes_labelsAndSlices_areInTheImage() throws IOException {
    StagedDroplet droplet = staged(stage(APP, "", "samples/hello-processes"));
    assertThat(droplet.getDefaultProcess()).isEqualTo("sys-info");
    assertThat(droplet.getProcessesList()).extracting(p -> p.getType() + "=" + p.getCommand()).containsExactly("moon=sh -c echo moon", "sys-info=sys-info");
    var config = registry.getConfig("apps/a", registry.getManifest("apps/a", droplet.getImage().getDigest()));
    assertThat(config.labels()).containsEntry("sample", "processes");
    assertThat(config.createdBy()).contains("Application Slice: 1", "Application Slice: 2");
  }

  @Test
  void detectOnly_endsWithThePlanAndBuildsNothing() throws IOException {
    detectOnly = true;
    StagingResult result = stage(APP, "", "samples/hello-universe");
    assertThat(result.hasStaged()).isFalse();
    assertThat(result.hasFailed()).isFalse();
    assertThat(result.getDetect().getGroupList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    assertThat(log).noneMatch(line -> line.startsWith("Hello"));
    assertThat(result.getTimingsList()).extracting(t -> t.getPhase()).contains("detect").doesNotContain("build", "export");
  }

  @Test
  void outcomeOfDetection_isTold_alsoWhenNothingPasses() throws IOException {
    buildpack("test/no", "0.10", "");
    script(dir.resolve("buildpacks/test_no/1.0.0/bin/detect"), "echo not mine; exit 100\n");
    buildpack("test/bad", "0.10", "");
    script(dir.resolve("buildpacks/test_bad/1.0.0/bin/detect"), "echo oh no; exit 7\n");
    order("test/no", "test/bad", "samples/gone");
    StagingResult result = stage(APP, "");
    assertThat(result.getFailed().getExitCode()).isEqualTo(21);
    assertThat(result.getFailed().getReason()).contains("tried test/no@1.0.0, test/bad@1.0.0, samples/gone@").contains("test/bad@1.0.0 failed: exit code 7")
        .contains("samples/gone@ failed: order.toml names it, and it is not here");
    assertThat(result.getFailed().getLastLinesList()).containsExactly("oh no");
    assertThat(result.getDetect().getTriedList()).extracting(DetectedBuildpack::getId, DetectedBuildpack::getVerdict, DetectedBuildpack::getExitCode).containsExactly(
        org.assertj.core.api.Assertions.tuple("test/no", DetectVerdict.FAILED, 100), org.assertj.core.api.Assertions.tuple("test/bad", DetectVerdict.ERROR, 7),
        org.assertj.core.api.Assertions.tuple("samples/gone", DetectVerdict.ERROR, -1));
    assertThat(result.getDetect().getTried(0).getOutputList()).containsExactly("not mine");
    assertThat(log).contains("detect of test/bad@1.0.0 failed: exit code 7", "  oh no").doesNotContain("  not mine");
  }

  @Test
  void buildpackForAnotherSystem_isAnErrorThatSaysSo() throws IOException {
    Path toml = dir.resolve("buildpacks/test_api-11/1.0.0/buildpack.toml");
    Files.writeString(toml, Files.readString(toml).replace("\"13\"", "\"12\""));
    StagingResult result = stage(APP, "", "test/api-11");
    assertThat(result.getFailed().getExitCode()).isEqualTo(21);
    assertThat(result.getFailed().getReason()).contains("it is made for linux (debian 12), not for linux/").contains("(debian 13)");
  }

  @Test
  void projectToml_bringsItsOwnBuildpacks_andFilesItLeavesOutAreNotSeen() throws IOException {
    Map<String, String> app = new HashMap<>(APP);
    app.put("secret.key", "x");
    app.put("ci/mine/buildpack.toml", "api = \"0.10\"\n[buildpack]\nid = \"my/local\"\nversion = \"1.0.0\"\n");
    app.put("ci/mine/bin/detect", "#!/bin/sh\nexit 0\n");
    app.put("ci/mine/bin/build", "#!/bin/sh\necho local in $CNB_BUILDPACK_DIR sees $(ls)\n");
    app.put("project.toml", """
        [_]
        schema-version = "0.2"
        [io.buildpacks]
        exclude = ["*.key", "ci"]
        [[io.buildpacks.group]]
        id = "samples/hello-universe"
        version = "0.0.1"
        [[io.buildpacks.group]]
        uri = "ci/mine"
        [[io.buildpacks.group]]
        id = "my/inline"
        [io.buildpacks.group.script]
        api = "0.10"
        inline = "echo inline with $FROM_PROJECT"
        [[io.buildpacks.pre.group]]
        id = "samples/hello-processes"
        [[io.buildpacks.build.env]]
        name = "FROM_PROJECT"
        value = "it's set"
        """);
    StagedDroplet droplet = staged(stage(app, ""));
    assertThat(droplet.getBuildpacksList()).extracting(b -> b.getId() + "@" + b.getVersion()).containsExactly("samples/hello-processes@0.0.1", "samples/hello-world@0.0.1",
        "samples/hello-moon@0.0.1", "my/local@1.0.0", "my/inline@0.0.0");
    assertThat(log).contains("local in /cnb/project/app-0 sees a.txt project.toml", "inline with it's set");
    detectOnly = true;
    assertThat(stage(app, "", "samples/hello-universe").getDetect().getGroupList()).extracting(StagedBuildpack::getId)
        .as("what the user names wins, the project's pre group stays").startsWith("samples/hello-processes").doesNotContain("my/local");
  }

  @Test
  void projectToml_askingForWhatCannotBeHad_saysWhy() throws IOException {
    for (var row : Map.of("id = \"acme/none\"", "there is no buildpack 'acme/none'", "uri = \"docker://acme/bp\"", "-b docker://acme/bp", "uri = \"urn:cnb:registry:acme/bp\"", "only an address with http or https", "uri = \"../outside\"",
        "there is no '../outside' in the app", "uri = \"/etc\"", "there is no '/etc' in the app", "uri = \"a.txt\"", "neither a directory nor a .zip", "uri = \"bad.cnb\"", "project.toml asks for the buildpack bad.cnb").entrySet()) {
      Map<String, String> app = new HashMap<>(APP);
      app.put("bad.cnb", "no tar");
      app.put("project.toml", "[_]\nschema-version = \"0.2\"\n[[io.buildpacks.group]]\n" + row.getKey() + "\n");
      assertThat(stage(app, "").getFailed().getReason()).as(row.getKey()).contains(row.getValue());
    }
  }

  @Test
  void buildpackageInTheApp_isUnpacked_andItsCompositeFindsItsParts() throws IOException {
    Path tar = dir.resolve("layer.tar");
    try (var layer = LayerTarWriter.plain(Files.newOutputStream(tar))) {
      for (String one : List.of("samples_hello-world", "samples_hello-moon", "samples_hello-universe")) {
        layer.tree(dir.resolve("buildpacks").resolve(one), "/cnb/buildpacks/" + one, Owner.ROOT);
      }
      layer.finish();
    }
    byte[] bytes = Files.readAllBytes(tar);
    var config = ImageConfig.empty("amd64", "linux").withLabels(Map.of("io.buildpacks.buildpackage.metadata", "{\"id\":\"samples/hello-universe\",\"version\":\"0.0.1\"}"))
        .withLayer(Digest.sha256(bytes), "x").toBytes();
    var manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(config), config.length),
        List.of(new Descriptor("application/vnd.oci.image.layer.v1.tar", Digest.sha256(bytes), bytes.length))).toBytes();
    Path cnb = dir.resolve("all.cnb");
    try (var out = LayerTarWriter.plain(Files.newOutputStream(cnb))) {
      for (byte[] blob : List.of(bytes, config, manifest)) {
        out.file("/blobs/sha256/" + Digest.sha256(blob).hex(), 0644, Owner.ROOT, blob);
      }
      out.file("/index.json", 0644, Owner.ROOT, ("{\"schemaVersion\":2,\"manifests\":[" + new Descriptor(MediaTypes.MANIFEST, Digest.sha256(manifest), manifest.length).toJson() + "]}").getBytes());
      out.file("/oci-layout", 0644, Owner.ROOT, "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes());
      out.finish();
    }
    for (String one : List.of("samples_hello-world", "samples_hello-moon", "samples_hello-universe")) {
      dev.ingot.oci.layer.Trees.delete(dir.resolve("buildpacks").resolve(one));
    }
    Files.move(cnb, dir.resolve("in-app"));
    extra = Map.of("ci/all.cnb", dir.resolve("in-app"));
    StagingResult result = stage(Map.of("project.toml", "[_]\nschema-version = \"0.2\"\n[[io.buildpacks.group]]\nuri = \"ci/all.cnb\"\n"), "");
    assertThat(staged(result).getBuildpacksList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    assertThat(log).contains("Hello Moon");
  }

  @Test
  void buildpackByAddress_isFetchedInTheBuildContainer_itsDigestTold_andASecretOfTheAddressIsNot() throws Exception {
    var zip = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.ZipOutputStream(zip)) {
      for (var file : Map.of("buildpack.toml", "api = \"0.10\"\n[buildpack]\nid = \"far/away\"\nversion = \"1.0.0\"\n", "bin/detect", "#!/bin/sh\nexit 0\n", "bin/build", "#!/bin/sh\necho from far away\n").entrySet()) {
        out.putNextEntry(new java.util.zip.ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes());
      }
    }
    var web = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
    try {
      web.createContext("/bp.zip", exchange -> {
        exchange.sendResponseHeaders(200, zip.size());
        exchange.getResponseBody().write(zip.toByteArray());
        exchange.close();
      });
      web.createContext("/page.cnb", exchange -> {
        exchange.sendResponseHeaders(200, 5);
        exchange.getResponseBody().write("<html".getBytes());
        exchange.close();
      });
      web.start();
      String origin = "http://user:hidden@127.0.0.1:" + web.getAddress().getPort();

      var result = stage(asking(origin + "/bp.zip?version=1"), "");

      assertThat(staged(result).getBuildpacksList()).extracting(StagedBuildpack::getId).contains("far/away");
      assertThat(result.getTimingsList()).extracting(t -> t.getPhase()).contains("fetch");
      assertThat(log).contains("from far away").anyMatch(line -> line.contains(Digest.sha256(zip.toByteArray()).value())).noneMatch(line -> line.contains("hidden"));
      for (var row : Map.of("/none.cnb", "404", "/page.cnb", "cannot be used", "/bp.zip/", "neither a directory nor").entrySet()) {
        var failed = stage(asking(origin + row.getKey()), "").getFailed();
        assertThat(failed.getReason()).as(row.getKey()).contains("project.toml asks for the buildpack http://***@127.0.0.1", row.getValue());
        assertThat(failed.getReason() + failed.getLastLinesList() + log).doesNotContain("hidden");
      }
      assertThat(stage(asking(origin + "/bp.zip"), "", "samples/hello-processes").getTimingsList()).as("what the user named wins").extracting(t -> t.getPhase()).doesNotContain("fetch");
    } finally {
      web.stop(0);
    }
  }

  private static Map<String, String> asking(String uri) {
    Map<String, String> app = new HashMap<>(APP);
    app.put("project.toml", "[_]\nschema-version = \"0.2\"\n[[io.buildpacks.group]]\nuri = \"" + uri + "\"\n");
    return app;
  }

  @Test
  void boundServices_areFilesOfThePlatform() throws IOException {
    env = Map.of("VCAP_SERVICES", "{\"user-provided\":[{\"name\":\"my-ca\",\"credentials\":{\"type\":\"ca-certificates\",\"ca.crt\":\"PEM\"}}]}");
    buildpack("test/bound", "0.10", "cd \"$SERVICE_BINDING_ROOT\" && echo $(pwd) $(for f in */*; do echo \"$f=$(cat $f)\"; done)\n");
    staged(stage(APP, "", "test/bound"));
    assertThat(log).contains("/platform/bindings my-ca/ca.crt=PEM my-ca/provider=user-provided my-ca/type=ca-certificates");
    env = Map.of();
    buildpack("test/bound", "0.10", "echo none ${SERVICE_BINDING_ROOT-unset}\n");
    staged(stage(APP, "", "test/bound"));
    assertThat(log).contains("none unset");
  }

  @Test
  void imageExtension_generates_andADockerfileThatWouldHaveToBeAppliedIsRefusedByName() throws IOException {
    order("samples/hello-processes");
    Files.writeString(dir.resolve("buildpacks/order.toml"), "\n[[order-extensions]]\n[[order-extensions.group]]\nid = \"test/extend\"\nversion = \"1.0.0\"\n",
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(staged(stage(APP, "")).getBuildpacksList()).extracting(StagedBuildpack::getId).as("it does not detect, which harms nobody").containsExactly("samples/hello-processes");
    StagingResult nothing = stage(Map.of("extend", "run.Dockerfile FROM ${base_image}\n"), "");
    assertThat(staged(nothing).getBuildpacksList()).as("no buildpack").extracting(StagedBuildpack::getId).containsExactly("samples/hello-processes");
    assertThat(nothing.getTimingsList()).extracting(t -> t.getPhase()).contains("generate");
    for (var row : Map.of("build.Dockerfile RUN apt-get install -y x\n", "build.Dockerfile: build images are not extended here",
        "run.Dockerfile FROM other/image\n", "it switches the run image to other/image", "run.Dockerfile RUN x\n", "run images are not extended here").entrySet()) {
      StagingResult result = stage(Map.of("extend", row.getKey()), "");
      assertThat(result.getFailed().getPhase()).isEqualTo("generate");
      assertThat(result.getFailed().getBuildpack()).isEqualTo("test/extend@1.0.0");
      assertThat(result.getFailed().getReason()).contains("image extension test/extend@1.0.0 generated a ").contains(row.getValue());
    }
  }

  @Test
  void uploadedComposite_findsItsPartsAmongTheCellsOwn() throws IOException {
    Path bits = Files.createDirectories(dir.resolve("bits"));
    Files.writeString(bits.resolve("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"acme/all\"\nversion = \"2.0.0\"\n[[order]]\n[[order.group]]\nid = \"samples/hello-universe\"\n"
        + "[[order.group]]\nid = \"acme/gone\"\nversion = \"1\"\n[[order]]\n[[order.group]]\nid = \"samples/hello-universe\"\nversion = \"0.0.1\"\n");
    uploaded = Map.of("sha256:abc", bits);
    order = List.of(StageBuildpack.newBuilder().setName("all").setId("acme/all").setVersion("2.0.0").setDigest("sha256:abc").setPath("/internal/x").build());
    detectOnly = true;
    StagingResult result = stage(APP, "", "all");
    assertThat(result.getDetect().getGroupList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    assertThat(result.getDetect().getGroups(0).getWhy()).contains("acme/gone@1: acme/all@2.0.0 names it, and it is not here");
  }

  @Test
  void uploadedBuildpackage_bringsAllItsBuildpacks() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    for (String one : List.of("samples_hello-world", "samples_hello-moon", "samples_hello-universe")) {
      Files.move(dir.resolve("buildpacks").resolve(one), tree.resolve(one));
    }
    Files.writeString(tree.resolve("buildpackage.toml"), "id = \"samples/hello-universe\"\nversion = \"0.0.1\"\n");
    uploaded = Map.of("sha256:abc", tree);
    order = List.of(StageBuildpack.newBuilder().setName("u").setId("samples/hello-universe").setVersion("0.0.1").setDigest("sha256:abc").setPath("/internal/x").build());
    assertThat(staged(stage(APP, "", "u")).getBuildpacksList()).extracting(StagedBuildpack::getId).containsExactly("samples/hello-world", "samples/hello-moon");
    Files.delete(tree.resolve("buildpackage.toml"));
    assertThat(stage(APP, "", "u").getFailed().getReason()).contains("the bits of buildpack 'u' are not on this cell");
  }

  @Test
  void detectWithoutEnd_isStoppedAtItsPhasesLimit_andNamed() throws IOException {
    buildpack("test/hang", "0.10", "");
    script(dir.resolve("buildpacks/test_hang/1.0.0/bin/detect"), "echo waiting; exec sleep 300\n");
    detectOnly = true;
    order("samples/hello-universe", "test/hang");
    assertThat(stage(APP, "").getDetect().getGroupList()).as("nobody waits for a group that is not needed").isNotEmpty();
    var d = PhaseLimits.DEFAULT;
    limits = new PhaseLimits(d.whole(), d.prepare(), d.analyze(), java.time.Duration.ofSeconds(3), d.generate(), d.restore(), d.build(), d.export(), d.cache());
    StagingResult result = stage(APP, "", "test/hang");
    assertThat(result.getFailed().getPhase()).isEqualTo("detect");
    assertThat(result.getFailed().getReason()).contains("test/hang@1.0.0 failed: it was not finished after");
    assertThat(result.getFailed().getLastLinesList()).containsExactly("waiting");
  }

  @Test
  void tinyRunImage_isTakenWhenEveryBuildpackOfTheGroupSaysSo() throws IOException {
    Path tar = dir.resolve("tiny.tar");
    try (var writer = dev.ingot.oci.layer.LayerTarWriter.plain(Files.newOutputStream(tar))) {
      writer.file("/etc/tiny", 0644, dev.ingot.oci.layer.Owner.ROOT, new byte[] {1});
      writer.finish();
    }
    var config = dev.ingot.oci.image.ImageConfig.empty(dev.ingot.oci.image.ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withEnv(Map.of("PATH", "/bin"))
        .withLabels(Map.of("dev.ingot.run-image", "tiny"));
    tinyDigest = dev.ingot.oci.registry.ImageFromTar.push(registry, "stacks/test-tiny/run", "latest", tar, config).value();
    String label = "printf '[[labels]]\nkey = \"dev.ingot.run-image\"\nvalue = \"tiny\"\n[[processes]]\ntype = \"web\"\ncommand = [\"run\"]\n' > \"$CNB_LAYERS_DIR/launch.toml\"\n";
    buildpack("acme/static", "0.10", label);
    buildpack("acme/more", "0.10", "exit 0\n");

    var tiny = staged(stage(Map.of("a", "1"), "", "acme/static"));
    var both = staged(stage(Map.of("a", "1"), tiny.getImage().getDigest(), "acme/static", "acme/more"));

    assertThat(tiny.getStack()).isEqualTo("test-tiny");
    var image = registry.getConfig("apps/a", registry.getManifest("apps/a", tiny.getImage().getDigest()));
    var run = registry.getConfig("stacks/test-tiny/run", registry.getManifest("stacks/test-tiny/run", tinyDigest));
    assertThat(image.diffIds().getFirst()).isEqualTo(run.diffIds().getFirst());
    assertThat(image.labels()).containsEntry("dev.ingot.run-image", "tiny");
    assertThat(image.labels().get("io.buildpacks.lifecycle.metadata")).contains("\"image\":\"stacks/test-tiny/run\"", "\"reference\":\"stacks/test-tiny/run@" + tinyDigest);
    assertThat(both.getStack()).isEmpty();
    var whole = registry.getConfig("apps/a", registry.getManifest("apps/a", both.getImage().getDigest()));
    assertThat(whole.diffIds().getFirst()).isNotEqualTo(run.diffIds().getFirst());
    assertThat(whole.labels()).doesNotContainKey("dev.ingot.run-image");

    tinyDigest = "";
    assertThat(staged(stage(Map.of("a", "1"), "", "acme/static")).getStack()).as("there is none, or the user chose the stack").isEmpty();
  }

  private void order(String... groups) throws IOException {
    var text = new StringBuilder();
    for (String group : groups) {
      text.append("[[order]]\n");
      for (String id : group.split(" ")) {
        text.append("[[order.group]]\nid = \"").append(id).append("\"\n");
      }
    }
    Files.writeString(dir.resolve("buildpacks/order.toml"), text);
  }
}
