package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The developer's one-shot commands: they show a build and change nothing that runs. */
@Order(9)
class BuildToolsE2E {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String APP = "tools-try";
  private final TestPlatform platform = TestPlatform.get();

  private JsonNode json(Path directory, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return TestPlatform.JSON.readTree(platform.ingot(directory, LIMIT, all.toArray(String[]::new)).mustSucceed().output());
  }

  @Test
  @Order(1)
  void buildpacks_areListed_withOursNamed() {
    assertThat(platform.ingot("buildpacks").mustSucceed().output()).contains("ingot/nodejs", "ours", "nodejs_buildpack");
    assertThat(platform.ingot("buildpacks", "show", "ingot/nodejs").mustSucceed().output()).contains("version", "linux/amd64");
    assertThat(platform.ingot("buildpacks", "show", "no/such").status()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void plan_saysWhyEachBuildpackPassedOrNot_andLeavesNothing() throws Exception {
    Path sample = platform.sample("nodejs-express");

    JsonNode report = json(sample, "plan", "--app", "plan-only");
    Commands.Result text = platform.ingot(sample, LIMIT, "plan", "--app", "plan-only").mustSucceed();

    assertThat(report.at("/detection/group/0/id").asString()).isEqualTo("ingot/nodejs");
    assertThat(report.at("/image").isNull()).isTrue();
    assertThat(report.at("/detection/tried").findValuesAsString("verdict")).contains("passed", "failed");
    assertThat(text.output()).containsPattern("ingot/java +\\S+ +no").containsPattern("ingot/nodejs +\\S+ +passed").contains("builds with");
    assertThat(platform.ingot("apps").mustSucceed().output()).doesNotContain("plan-only");
  }

  @Test
  @Order(3)
  void planOfADirectoryNobodyTakes_failsAndSaysWhy() throws Exception {
    Path odd = Files.createDirectory(Files.createTempDirectory("ingot-e2e-").resolve("odd"));
    Files.writeString(odd.resolve("notes.txt"), "nothing to run");

    Commands.Result plan = platform.ingot(odd, LIMIT, "plan");

    assertThat(plan.status()).as("as the lifecycle's detector ends").isEqualTo(20);
    assertThat(plan.output()).containsPattern("ingot/nodejs +\\S+ +no").contains("NoAppDetectedError").contains("remedy");
    assertThat(platform.ingot("apps").mustSucceed().output()).doesNotContain("odd");
  }

  @Test
  @Order(4)
  void build_makesAnImage_andTheRunningAppGoesOn() throws Exception {
    Path sample = platform.sample("nodejs-express");
    platform.ingot(sample, LIMIT, "push", APP, "--no-manifest", "-m", "128M").mustSucceed();
    JsonNode before = platform.json("app", APP);
    Files.writeString(sample.resolve("server.js"), "\n// changed\n", StandardOpenOption.APPEND);

    JsonNode built = json(sample, "build", "--app", APP);

    JsonNode after = platform.json("app", APP);
    assertThat(built.at("/created").asBoolean()).isFalse();
    assertThat(built.at("/droplet/image").asString()).contains("@sha256:").isNotEqualTo(before.at("/droplet/image").asString());
    assertThat(after.at("/droplet")).isEqualTo(before.at("/droplet"));
    assertThat(after.at("/processes/0/instances/0/instance_guid")).isEqualTo(before.at("/processes/0/instances/0/instance_guid"));
    assertThat(built.at("/report/timings").findValuesAsString("phase")).contains("detect", "build", "export");
    List<String> reused = built.at("/report/image/layers").findValuesAsString("reused");
    assertThat(reused).as(built.toString()).contains("false").filteredOn("true"::equals).hasSizeGreaterThan(reused.size() / 2);
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void failingBuild_saysPhaseBuildpackAndRemedy_andTheNextRestageBuildsWhatWasPushed() throws Exception {
    Path sample = platform.sample("nodejs-express");
    Files.writeString(sample.resolve("package.json"), "{\"name\":\"broken\",\"version\":\"1.0.0\",\"scripts\":{\"build\":\"echo from the script; exit 3\",\"start\":\"node server.js\"}}");
    Files.deleteIfExists(sample.resolve("package-lock.json"));

    Commands.Result build = platform.ingot(sample, LIMIT, "build", "--app", APP);

    assertThat(build.status()).as("as the lifecycle's builder ends when a buildpack failed").isEqualTo(51);
    assertThat(build.output()).containsPattern("phase +build").containsPattern("buildpack +ingot/nodejs").contains("last lines", "from the script");
    platform.ingot(sample, LIMIT, "restage", APP).mustSucceed();
    assertThat(platform.request(APP, "/").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void cache_isShownAndPurged() {
    JsonNode cache = platform.json("cache", "show", APP);
    assertThat(cache.at("/cells/0/state").asString()).isEqualTo("HELD");
    assertThat(cache.at("/cells/0/size_in_bytes").asLong()).isPositive();
    assertThat(cache.at("/cells/0/layers").findValuesAsString("name")).anyMatch(name -> name.startsWith("ingot_nodejs/"));

    assertThat(platform.ingot("cache", "purge", APP).mustSucceed().output()).contains("Removed ");

    assertThat(platform.ingot("cache", "show", APP).mustSucceed().output()).contains("No cell holds");
  }

  @Test
  @Order(7)
  void sbom_listsTheDependencies() {
    assertThat(platform.ingot("sbom", APP).mustSucceed().output()).containsPattern("express +\\d").contains("components");
    assertThat(TestPlatform.JSON.readTree(platform.ingot("sbom", APP, "--format", "cyclonedx").mustSucceed().output()).at("/bomFormat").asString()).isEqualTo("CycloneDX");
    platform.ingot("delete", APP, "-f", "-r").mustSucceed();
  }
}
