package dev.ingot.controller.build.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.DetectedGroup;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.PhaseTiming;
import dev.ingot.api.cell.v1.PlanEntry;
import dev.ingot.api.cell.v1.PlanRequire;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagedLayer;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.build.BuildCompletion;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.staging.StageMessages;
import dev.ingot.controller.staging.StagingBuilds;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

/** What a build tells beyond CF's API, and builds that only detect. */
class BuildReportIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final Http DEVELOPER = TENANTS.with("space_developer", ORG, SPACE);
  private static final DetectOutcome DETECTED = DetectOutcome.newBuilder()
      .addTried(DetectedBuildpack.newBuilder().setId("ingot/java").setVersion("1").setVerdict(DetectVerdict.FAILED).setWhy("no pom.xml").setExitCode(100))
      .addTried(DetectedBuildpack.newBuilder().setId("ingot/nodejs").setVersion("1").setVerdict(DetectVerdict.PASSED).setMillis(4))
      .addGroups(DetectedGroup.newBuilder().addBuildpacks("ingot/java@1").setWhy("ingot/java@1 did not pass"))
      .addGroups(DetectedGroup.newBuilder().addBuildpacks("ingot/nodejs@1"))
      .addGroup(StagedBuildpack.newBuilder().setId("ingot/nodejs").setVersion("1").setName("Node.js"))
      .addPlan(PlanEntry.newBuilder().setName("node").addProviders("ingot/nodejs@1").addRequires(PlanRequire.newBuilder().setBuildpack("ingot/nodejs@1")
          .setMetadata("{\"version\":\"24\"}"))).build();

  private final Pusher pusher = new Pusher(CONTROLLER, DEVELOPER, SPACE);

  private String uploaded() {
    String app = DEVELOPER.post("/v3/apps", "{\"name\":\"" + Tenants.unique("app") + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}").at("/guid");
    String bits = pusher.newPackage(app);
    assertThat(pusher.upload(bits, "[]", new Zips().file("a.js", "a").bytes()).at("/state")).isEqualTo("READY");
    return bits;
  }

  private static String detecting(String bits) {
    Answer created = DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"detect_only\":true}");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    return created.at("/guid");
  }

  private static StagingResult.Builder result(String build) {
    return StagingResult.newBuilder().setBuildGuid(build).setDetect(DETECTED).addTimings(PhaseTiming.newBuilder().setPhase("detect").setMillis(17));
  }

  private static void finished(StagingResult.Builder result) {
    CONTROLLER.bean(BuildCompletion.class).finished(result.build());
  }

  private static Answer report(String build) {
    Answer report = DEVELOPER.get("/v3/builds/" + build + "/report");
    assertThat(report.status()).as(report.toString()).isEqualTo(200);
    return report;
  }

  @Test
  void aBuildTellsPhasesPlanAndLayers() {
    String build = pusher.build(uploaded());
    Answer running = report(build);
    assertThat(running.at("/state")).isEqualTo("STAGING");
    assertThat(running.json().at("/timings")).isEmpty();
    assertThat(running.json().at("/detection").isNull()).isTrue();

    finished(result(build).addTimings(PhaseTiming.newBuilder().setPhase("build").setMillis(900)).setStaged(StagedDroplet.newBuilder()
        .setImage(Image.newBuilder().setRepository("apps/x").setDigest("sha256:" + "c".repeat(64))).setImageSizeBytes(4711)
        .addLayers(StagedLayer.newBuilder().setCreatedBy("stack").setDigest("sha256:1").setDiffId("sha256:2").setSizeBytes(4700).setReused(true))
        .addLayers(StagedLayer.newBuilder().setCreatedBy("app").setDigest("sha256:3").setDiffId("sha256:4").setSizeBytes(11))));

    Answer report = report(build);
    assertThat(report.at("/build/guid")).isEqualTo(build);
    assertThat(report.at("/state")).isEqualTo("STAGED");
    assertThat(report.json().at("/detect_only").asBoolean()).isFalse();
    assertThat(report.at("/timings/1/phase")).isEqualTo("build");
    assertThat(report.json().at("/timings/1/millis").asInt()).isEqualTo(900);
    assertThat(report.at("/detection/tried/0/verdict")).isEqualTo("failed");
    assertThat(report.at("/detection/tried/0/why")).isEqualTo("no pom.xml");
    assertThat(report.at("/detection/groups/0/why")).isEqualTo("ingot/java@1 did not pass");
    assertThat(report.at("/detection/group/0/id")).isEqualTo("ingot/nodejs");
    assertThat(report.at("/detection/plan/0/requires/0/metadata")).isEqualTo("{\"version\":\"24\"}");
    assertThat(report.json().at("/image/size_in_bytes").asInt()).isEqualTo(4711);
    assertThat(report.json().at("/image/layers/0/reused").asBoolean()).isTrue();
    assertThat(report.at("/image/layers/1/created_by")).isEqualTo("app");
    assertThat(report.at("/image/droplet/guid")).isEqualTo(DEVELOPER.get("/v3/builds/" + build).at("/droplet/guid"));
  }

  @Test
  void aFailedBuildTellsPhaseCauseLinesAndRemedy_alsoWithCharactersNoDatabaseKeeps() {
    String build = pusher.build(uploaded());

    finished(result(build).setFailed(StagingFailure.newBuilder().setCode("BuildpackCompileFailed").setPhase("build").setBuildpack("ingot/nodejs@1")
        .setReason("npm \0failed").setExitCode(7).addLastLines("npm ERR!\0 one").addLastLines("two").setRemedy("Read the lines.")));

    Answer report = report(build);
    assertThat(report.at("/state")).isEqualTo("FAILED");
    assertThat(report.at("/failure/code")).isEqualTo("BuildpackCompileFailed");
    assertThat(report.at("/failure/phase")).isEqualTo("build");
    assertThat(report.at("/failure/buildpack")).isEqualTo("ingot/nodejs@1");
    assertThat(report.at("/failure/reason")).isEqualTo("npm failed");
    assertThat(report.json().at("/failure/exit_code").asInt()).isEqualTo(7);
    assertThat(report.at("/failure/last_lines/0")).isEqualTo("npm ERR! one");
    assertThat(report.at("/failure/remedy")).isEqualTo("Read the lines.");
    assertThat(report.at("/detection/group/0/id")).isEqualTo("ingot/nodejs");
    assertThat(report.json().at("/image").isNull()).isTrue();
  }

  @Test
  void detectOnly_isToldToTheCell_andEndsWithoutDroplet() {
    String bits = uploaded();
    String build = detecting(bits);
    var staged = CONTROLLER.bean(StagingBuilds.class).find(build).orElseThrow();
    assertThat(CONTROLLER.bean(StageMessages.class).message(staged).getDetectOnly()).isTrue();

    finished(result(build));

    Answer ended = DEVELOPER.get("/v3/builds/" + build);
    assertThat(ended.at("/state")).isEqualTo("STAGED");
    assertThat(ended.json().at("/droplet").isNull()).isTrue();
    assertThat(DEVELOPER.get("/v3/packages/" + bits + "/droplets").at("/pagination/total_results")).isEqualTo("0");
    assertThat(report(build).json().at("/detect_only").asBoolean()).isTrue();
    assertThat(report(build).at("/detection/group/0/name")).isEqualTo("Node.js");
    String next = pusher.build(bits);
    var nextStaged = CONTROLLER.bean(StagingBuilds.class).find(next).orElseThrow();
    assertThat(CONTROLLER.bean(StageMessages.class).message(nextStaged).getDetectOnly()).isFalse();
    finished(StagingResult.newBuilder().setBuildGuid(next).setDetect(DETECTED));
    assertThat(DEVELOPER.get("/v3/builds/" + next).at("/error")).as("a build proper must end with a droplet").startsWith("StagingError - ");
  }

  @Test
  void detectOnly_withoutAnyOutcome_fails() {
    String build = detecting(uploaded());

    finished(StagingResult.newBuilder().setBuildGuid(build));

    assertThat(report(build).at("/failure/code")).isEqualTo("StagingError");
  }

  @Test
  void wrongWishes_areRefused() {
    String bits = uploaded();
    assertThat(DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"detect_only\":\"perhaps\"}").status()).isEqualTo(422);
    assertThat(TENANTS.with("space_auditor", ORG, SPACE).post("/v3/builds", "{\"package\":{\"guid\":\"" + bits + "\"},\"detect_only\":true}").status()).isEqualTo(403);
    String docker = DEVELOPER.post("/v3/apps", "{\"name\":\"" + Tenants.unique("docker") + "\",\"lifecycle\":{\"type\":\"docker\",\"data\":{}},"
        + "\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}").at("/guid");
    String image = DEVELOPER.post("/v3/packages", "{\"type\":\"docker\",\"data\":{\"image\":\"nginx\"},\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + docker
        + "\"}}}}").at("/guid");
    Answer refused = DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + image + "\"},\"detect_only\":true}");
    assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
    assertThat(refused.detail()).contains("nothing to detect");
  }

  @Test
  void reports_areForWhoMayReadTheLog() {
    String build = pusher.build(uploaded());
    String path = "/v3/builds/" + build + "/report";
    assertThat(TENANTS.with("space_auditor", ORG, SPACE).get(path).status()).isEqualTo(200);
    assertThat(TENANTS.scoped("cloud_controller.global_auditor").get(path).status()).isEqualTo(403);
    assertThat(TENANTS.login(TENANTS.user()).get(path).status()).isEqualTo(404);
    assertThat(CONTROLLER.anonymous().get(path).status()).isEqualTo(401);
    assertThat(DEVELOPER.get("/v3/builds/nope/report").detail()).isEqualTo("Build not found");
  }
}
