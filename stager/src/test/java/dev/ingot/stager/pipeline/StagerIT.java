package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole stagings with real commands of hand-written buildpacks and a registry over HTTP. */
@Timeout(120)
class StagerIT extends StagingFixture {
  @BeforeEach
  void buildpacks() throws IOException {
    buildpack("test/nine", "0.9", """
        mkdir -p "$CNB_LAYERS_DIR/tools/bin" "$CNB_LAYERS_DIR/kept/x"
        echo "runs: $(cat "$CNB_LAYERS_DIR/kept/count" 2>/dev/null | wc -l)"
        echo one >> "$CNB_LAYERS_DIR/kept/count"
        ln -s ../lib/tool "$CNB_LAYERS_DIR/tools/bin/tool"
        printf '[types]\\nlaunch = true\\nbuild = true\\n[metadata]\\nv = "1"\\n' > "$CNB_LAYERS_DIR/tools.toml"
        printf '[types]\\ncache = true\\n' > "$CNB_LAYERS_DIR/kept.toml"
        printf '[[processes]]\\ntype = "web"\\ncommand = ["sh", "-c", "serve"]\\ndefault = true\\n' > "$CNB_LAYERS_DIR/launch.toml"
        """);
    buildpack("test/seven", "0.7", """
        [ "$1" = /layers/test_seven ] || exit 7
        echo "path $PATH user $MY_VAR"
        printf '[[processes]]\\ntype = "worker"\\ncommand = "work"\\n' > "$1/launch.toml"
        """);
    Files.writeString(dir.resolve("buildpacks/order.toml"), "[[order]]\n[[order.group]]\nid=\"test/nine\"\nversion=\"1.0.0\"\n[[order.group]]\nid=\"test/seven\"\nversion=\"1.0.0\"\n");
  }

  @Test
  void app_becomesAnImageAndTheSecondPushSendsNoLayer() throws IOException {
    StagedDroplet first = staged(stage(Map.of("app.txt", "hello"), ""));
    assertThat(first.getProcessesList()).extracting(p -> p.getType() + "=" + p.getCommand()).containsExactly("web=serve", "worker=work");
    assertThat(log).anyMatch(line -> line.startsWith("path /layers/test_nine/tools/bin:") && line.endsWith("user mine"));
    assertThat(log).contains("runs: 0");
    var config = registry.getConfig("apps/a", registry.getManifest("apps/a", first.getImage().getDigest()));
    assertThat(config.entrypoint()).containsExactly("/cnb/process/web");
    assertThat(config.env()).containsEntry("PATH", "/cnb/process:/cnb/lifecycle:/usr/bin:/bin").containsEntry("CNB_APP_DIR", "/home/vcap/app");
    assertThat(config.user()).isEqualTo("2000:2000");
    assertThat(offered).as("new layers are offered while their file is there").hasSize(first.getLayersCount() - 1)
        .contains(first.getLayersList().getLast().getDiffId() + " true");
    assertThat(log.getLast()).matches("Staged in \\d+\\.\\d s: prepare .*, detect .*, build .*, export .*, cache .*; image of .* MB");
    offered.clear();
    assertThat(config.createdBy()).contains("Layer: 'tools', Created by buildpack: test/nine@1.0.0", "Application Layer");

    StagedDroplet second = staged(stage(Map.of("app.txt", "hello"), first.getImage().getDigest()));
    assertThat(log).contains("runs: 1");
    assertThat(offered).isEmpty();
    assertThat(second.getLayersList()).allMatch(StagedLayer::getReused);
    assertThat(diffIds(second)).isEqualTo(diffIds(first));
    assertThat(second.getImage().getDigest()).isEqualTo(first.getImage().getDigest());

    StagedDroplet changed = staged(stage(Map.of("app.txt", "other"), first.getImage().getDigest()));
    assertThat(changed.getLayersList()).filteredOn(layer -> !layer.getReused()).extracting(StagedLayer::getCreatedBy).containsExactly("Application Layer");
  }

  @Test
  void uploadedBuildpack_isTriedInItsPlace_andByName() throws IOException {
    buildpack("acme/mine", "0.10", "echo mine builds in $CNB_BUILDPACK_DIR; printf '[[processes]]\\ntype = \"web\"\\ncommand = [\"mine\"]\\n' > \"$CNB_LAYERS_DIR/launch.toml\"\n");
    Path bits = dir.resolve("abc");
    Files.move(dir.resolve("buildpacks/acme_mine/1.0.0"), bits);
    Files.delete(dir.resolve("buildpacks/acme_mine"));
    uploaded = Map.of("sha256:abc", bits);
    var mine = StageBuildpack.newBuilder().setName("mine").setId("acme/mine").setVersion("1.0.0").setDigest("sha256:abc").setPath("/internal/x").build();
    var nine = StageBuildpack.newBuilder().setName("nine").setId("test/nine").build();
    order = List.of(mine, nine);
    assertThat(staged(stage(Map.of("app.txt", "x"), "")).getBuildpacksList()).extracting(b -> b.getId()).containsExactly("acme/mine");
    assertThat(log).contains("mine builds in /cnb/uploaded/abc");
    order = List.of(nine, mine);
    assertThat(staged(stage(Map.of("app.txt", "x"), "")).getBuildpacksList()).extracting(b -> b.getId()).containsExactly("test/nine");
    assertThat(staged(stage(Map.of("app.txt", "x"), "", "nine", "mine")).getBuildpacksList()).extracting(b -> b.getId()).containsExactly("test/nine", "acme/mine");
    order = List.of(StageBuildpack.newBuilder().setName("old").setProblem("classic buildpacks are not run yet").build());
    assertThat(stage(Map.of("app.txt", "x"), "", "old").getFailed().getReason()).contains("classic buildpacks are not run yet");
    order = List.of(mine.toBuilder().setVersion("9").build());
    assertThat(stage(Map.of("app.txt", "x"), "", "mine").getFailed().getReason()).contains("are not those of acme/mine@9");
  }

  @Test
  void buildpackage_isTriedAsItsCompositeSays_withItsOwnParts() throws IOException {
    String build = "echo part of $CNB_BUILDPACK_DIR; printf '[[processes]]\\ntype = \"web\"\\ncommand = [\"%s\"]\\n' ";
    buildpack("acme/part", "0.10", build + "part > \"$CNB_LAYERS_DIR/launch.toml\"\n");
    Path tree = Files.createDirectory(dir.resolve("feed"));
    Files.move(dir.resolve("buildpacks/acme_part"), tree.resolve("acme_part"));
    Path all = Files.createDirectories(tree.resolve("acme_all/2.0.0"));
    Files.writeString(all.resolve("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"acme/all\"\nversion = \"2.0.0\"\n[[order]]\n[[order.group]]\nid = \"acme/part\"\nversion = \"1.0.0\"\n");
    Files.writeString(tree.resolve("buildpackage.toml"), "id = \"acme/all\"\nversion = \"2.0.0\"\n");
    uploaded = Map.of("sha256:feed", tree, "registry.example.com/acme/all:2", tree);
    order = List.of(StageBuildpack.newBuilder().setName("all").setId("acme/all").setVersion("2.0.0").setDigest("sha256:feed").build());
    assertThat(staged(stage(Map.of("app.txt", "x"), "")).getBuildpacksList()).extracting(b -> b.getId()).containsExactly("acme/part");
    assertThat(log).contains("part of /cnb/uploaded/feed/acme_part/1.0.0");
    order = List.of(StageBuildpack.newBuilder().setName("docker://registry.example.com/acme/all:2")
        .setImage(dev.ingot.api.cell.v1.DockerSource.newBuilder().setReference("registry.example.com/acme/all:2")).build());
    assertThat(staged(stage(Map.of("app.txt", "x"), "", "docker://registry.example.com/acme/all:2")).getBuildpacksList()).extracting(b -> b.getId()).containsExactly("acme/part");
    order = List.of(order.getFirst().toBuilder().clearImage().setId("acme/other").setVersion("2.0.0").setDigest("sha256:feed").build());
    assertThat(stage(Map.of("app.txt", "x"), "").getFailed().getReason()).contains("are not those of acme/other@2.0.0");
  }

  @Test
  void sbomOfAFormatThatIsNotDeclared_failsTheBuild() throws IOException {
    buildpack("test/sbom", "0.9", "mkdir -p \"$CNB_LAYERS_DIR/l\"; printf '[types]\\nlaunch = true\\n' > \"$CNB_LAYERS_DIR/l.toml\"; echo '{}' > \"$CNB_LAYERS_DIR/l.sbom.spdx.json\"\n");
    StagingResult result = stage(Map.of("app.txt", "x"), "", "test/sbom");
    assertThat(result.getFailed().getPhase()).isEqualTo("build");
    assertThat(result.getFailed().getBuildpack()).isEqualTo("test/sbom@1.0.0");
    assertThat(result.getFailed().getReason()).contains("l.sbom.spdx.json is an SBOM of the type application/spdx+json, which buildpack.toml does not list");
  }

  @Test
  void failingBuild_namesPhaseBuildpackCodeAndLastLines() throws IOException {
    buildpack("test/bad", "0.12", "echo about to fail; exit 3\n");
    StagingResult result = stage(Map.of("app.txt", "x"), "", "test/bad");
    assertThat(result.hasFailed()).isTrue();
    assertThat(result.getFailed().getCode()).isEqualTo("BuildpackCompileFailed");
    assertThat(result.getFailed().getPhase()).isEqualTo("build");
    assertThat(result.getFailed().getBuildpack()).isEqualTo("test/bad@1.0.0");
    assertThat(result.getFailed().getReason()).isEqualTo("test/bad@1.0.0: bin/build ended with exit code 3");
    assertThat(result.getFailed().getExitCode()).isEqualTo(3);
    assertThat(result.getFailed().getLastLinesList()).containsExactly("about to fail");
  }

  @Test
  void failedBuild_keepsTheCacheItDidNotTouch_andDropsWhatItDid() throws IOException {
    String good = Files.readString(dir.resolve("buildpacks/test_nine/1.0.0/bin/build"));
    staged(stage(Map.of("app.txt", "x"), ""));
    buildpack("test/nine", "0.9", "exit 1\n");
    assertThat(stage(Map.of("app.txt", "x"), "").hasFailed()).isTrue();
    buildpack("test/nine", "0.9", good);
    staged(stage(Map.of("app.txt", "x"), ""));
    assertThat(log).contains("runs: 1");
    buildpack("test/nine", "0.9", "echo half >> \"$CNB_LAYERS_DIR/kept/count\"; exit 1\n");
    assertThat(stage(Map.of("app.txt", "x"), "").hasFailed()).isTrue();
    buildpack("test/nine", "0.9", good);
    staged(stage(Map.of("app.txt", "x"), ""));
    assertThat(log).contains("runs: 0");
  }

  @Test
  void restoredLaunchLayerThatABuildChanges_isNewInTheImage() throws IOException {
    String types = "printf '[types]\\nlaunch = true\\ncache = true\\n' > \"$CNB_LAYERS_DIR/data.toml\"\n";
    buildpack("test/data", "0.9", "mkdir -p \"$CNB_LAYERS_DIR/data\"; [ -e \"$CNB_LAYERS_DIR/data/f\" ] || echo a > \"$CNB_LAYERS_DIR/data/f\"\n" + types);
    StagedDroplet first = staged(stage(Map.of("app.txt", "x"), "", "test/data"));
    StagedDroplet same = staged(stage(Map.of("app.txt", "x"), first.getImage().getDigest(), "test/data"));
    assertThat(same.getImage()).isEqualTo(first.getImage());
    buildpack("test/data", "0.9", "touch -r \"$CNB_LAYERS_DIR/data/f\" /tmp/t; echo b > \"$CNB_LAYERS_DIR/data/f\"; touch -r /tmp/t \"$CNB_LAYERS_DIR/data/f\"\n" + types);
    StagedDroplet changed = staged(stage(Map.of("app.txt", "x"), first.getImage().getDigest(), "test/data"));
    assertThat(changed.getLayersList()).filteredOn(layer -> !layer.getReused()).extracting(StagedLayer::getCreatedBy)
        .contains("Layer: 'data', Created by buildpack: test/data@1.0.0");
  }

  @Test
  void buildOverItsTime_isStopped_andSaysWhich() throws IOException {
    buildpack("test/slow", "0.12", "exec sleep 100\n");
    seconds = 2;
    StagingResult result = stage(Map.of("app.txt", "x"), "", "test/slow");
    assertThat(result.getFailed().getCode()).isEqualTo("StagingTimeExpired");
    assertThat(result.getFailed().getPhase()).isEqualTo("build");
    assertThat(result.getFailed().getBuildpack()).isEqualTo("test/slow@1.0.0");
  }

  @Test
  void nobodyDetects_saysWhatWasTried() throws IOException {
    buildpack("test/no", "0.12", "");
    Files.writeString(dir.resolve("buildpacks/test_no/1.0.0/bin/detect"), "#!/bin/sh\necho one\nprintf '\\033[31mset BP_NO=true first\\033[0m\\n'\nexit 100\n");
    StagingResult result = stage(Map.of("app.txt", "x"), "", "test/no");
    assertThat(result.getFailed().getCode()).isEqualTo("NoAppDetectedError");
    assertThat(result.getFailed().getExitCode()).isEqualTo(20);
    assertThat(result.getFailed().getReason()).as("named by the user: its own words").endsWith("test/no@1.0.0: it is not for this app: set BP_NO=true first");
    assertThat(result.getFailed().getRemedy()).contains("what they look for");
  }

  @Test
  void layerTomlThatIsALink_isNotRead() throws IOException {
    buildpack("test/evil", "0.12", "ln -s /etc/shadow \"$CNB_LAYERS_DIR/x.toml\"\n");
    StagingResult result = stage(Map.of("app.txt", "x"), "", "test/evil");
    assertThat(result.getFailed().getReason()).contains("x.toml is not a regular file");
  }

  @Test
  void zipThatClimbs_isRefusedInPrepare() throws IOException {
    StagingResult result = stage(Map.of("../evil", "x"), "");
    assertThat(result.getFailed().getPhase()).isEqualTo("prepare");
    assertThat(result.getFailed().getReason()).contains("climbs");
  }
}
