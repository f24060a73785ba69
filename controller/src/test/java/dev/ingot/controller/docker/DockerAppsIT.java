package dev.ingot.controller.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.controller.dispatch.TestCell;
import dev.ingot.controller.rpc.StreamServer;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import dev.ingot.oci.registry.ImageReference;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Apps made of docker images, from the package to what a cell on the wire is told. */
class DockerAppsIT {
  private static final RunningController CONTROLLER = RunningController.get().endWhatOthersLeft();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final Http ADMIN = CONTROLLER.admin();
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final Http DEVELOPER = TENANTS.with("space_developer", ORG, SPACE);
  private static final Http AUDITOR = TENANTS.with("space_auditor", ORG, SPACE);
  private static final TestCell CELL = new TestCell("docker-cell", CONTROLLER.bean(StreamServer.class).port(), RunningController.JOIN_TOKEN)
      .hello(16_384, List.of());

  @AfterAll
  static void hangUp() {
    CELL.close();
  }

  private static String app(String lifecycle) {
    Answer made = DEVELOPER.post("/v3/apps", "{\"name\":\"" + Tenants.unique("docker") + "\",\"lifecycle\":{\"type\":\"" + lifecycle
        + "\",\"data\":{}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.at("/guid");
  }

  private static Answer newPackage(Http http, String app, String data) {
    return http.post("/v3/packages", "{\"type\":\"docker\",\"data\":" + data + ",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}");
  }

  private static Stage stage(String build) {
    return CELL.next(m -> m.hasStage() && m.getStage().getBuildGuid().equals(build)).getStage();
  }

  private static Answer until(String build, String state) {
    Answer now = DEVELOPER.get("/v3/builds/" + build);
    for (int i = 0; i < 100 && !now.at("/state").equals(state); i++) {
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      now = DEVELOPER.get("/v3/builds/" + build);
    }
    assertThat(now.at("/state")).as(now.toString()).isEqualTo(state);
    return now;
  }

  @Test
  void imageWithCredentials_isLookedUpAndRunWithThem_andNobodySeesThem() {
    String app = app("docker");
    assertThat(DEVELOPER.get("/v3/apps/" + app).json().get("lifecycle").toString()).isEqualTo("{\"type\":\"docker\",\"data\":{}}");
    Answer bits = newPackage(DEVELOPER, app, "{\"image\":\"images.example.com:5000/team/app:1.0\",\"username\":\"jo\",\"password\":\"s3cret\"}");
    assertThat(bits.status()).as(bits.toString()).isEqualTo(201);
    assertThat(bits.at("/state")).isEqualTo("READY");
    assertThat(bits.json().get("data").toString())
        .isEqualTo("{\"image\":\"images.example.com:5000/team/app:1.0\",\"username\":\"jo\",\"password\":\"***\"}");
    assertThat(DEVELOPER.get("/v3/packages?app_guids=" + app).body()).doesNotContain("s3cret");
    Answer build = DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits.at("/guid") + "\"}}");
    assertThat(build.status()).as(build.toString()).isEqualTo(201);
    assertThat(build.json().get("lifecycle").toString()).isEqualTo("{\"type\":\"docker\",\"data\":{}}");
    Stage stage = stage(build.at("/guid"));
    assertThat(stage.getDocker().getReference()).isEqualTo("images.example.com:5000/team/app:1.0");
    assertThat(stage.getDocker().getRegistry()).isEqualTo("https://images.example.com:5000");
    assertThat(stage.getDocker().getUsername()).isEqualTo("jo");
    assertThat(stage.getDocker().getPassword()).isEqualTo("s3cret");
    String digest = "sha256:" + "c".repeat(64);
    CELL.send(CellMessage.newBuilder().setStagingResult(StagingResult.newBuilder().setBuildGuid(stage.getBuildGuid()).setStaged(
        StagedDroplet.newBuilder().setImage(Image.newBuilder().setRegistry("https://images.example.com:5000").setRepository("team/app")
            .setDigest(digest)).setDefaultProcess("web").addProcesses(ProcessType.newBuilder().setType("web").setCommand("/app --serve"))
            .setExecutionMetadata("{\"entrypoint\":[\"/app\"],\"ports\":[{\"Port\":3000,\"Protocol\":\"tcp\"},{\"Port\":4000,\"Protocol\":\"tcp\"}]}")))
        .build());
    String droplet = until(stage.getBuildGuid(), "STAGED").at("/droplet/guid");
    Answer shown = DEVELOPER.get("/v3/droplets/" + droplet);
    assertThat(shown.at("/image")).isEqualTo("images.example.com:5000/team/app:1.0");
    assertThat(shown.at("/execution_metadata")).contains("\"Port\":3000");
    assertThat(shown.json().get("lifecycle").toString()).isEqualTo("{\"type\":\"docker\",\"data\":{}}");
    assertThat(shown.json().get("stack").isNull()).isTrue();
    assertThat(shown.body()).doesNotContain("s3cret");
    assertThat(CONTROLLER.bean(JdbcClient.class).sql("select docker_password from droplets where guid = ?").param(droplet).query(String.class).single())
        .doesNotContain("s3cret");
    DEVELOPER.patch("/v3/apps/" + app + "/relationships/current_droplet", "{\"data\":{\"guid\":\"" + droplet + "\"}}");
    assertThat(DEVELOPER.get("/v3/apps/" + app + "/processes/web").at("/command")).isEqualTo("/app --serve");
    String name = DEVELOPER.get("/v3/apps/" + app).at("/name");
    String manifest = DEVELOPER.get("/v3/apps/" + app + "/manifest").body();
    assertThat(manifest).contains("docker:", "image: images.example.com:5000/team/app:1.0", "username: jo", "name: " + name).doesNotContain("s3cret");
    String place = "/v3/spaces/" + SPACE;
    assertThat(DEVELOPER.send("POST", place + "/manifest_diff", "application/x-yaml", manifest).json().get("diff").toString()).isEqualTo("[]");
    assertThat(DEVELOPER.job(DEVELOPER.send("POST", place + "/actions/apply_manifest", "application/x-yaml", manifest)).at("/state")).isEqualTo("COMPLETE");
    assertThat(DEVELOPER.send("POST", place + "/manifest_diff", "application/x-yaml", manifest).json().get("diff").toString()).isEqualTo("[]");
    assertThat(DEVELOPER.job(DEVELOPER.delete("/v3/packages/" + bits.at("/guid"))).at("/state")).isEqualTo("COMPLETE");
    DEVELOPER.post("/v3/apps/" + app + "/actions/start", "");
    StartInstance start = CELL.next(m -> m.hasStartInstance() && m.getStartInstance().getAppGuid().equals(app)).getStartInstance();
    assertThat(start.getDocker()).isTrue();
    assertThat(start.getEntrypointList()).isEmpty();
    assertThat(start.getPortsList()).containsExactly(3000);
    assertThat(start.getImage()).isEqualTo(Image.newBuilder().setRegistry("https://images.example.com:5000").setRepository("team/app")
        .setDigest(digest).setUsername("jo").setPassword("s3cret").build());
    Answer task = DEVELOPER.post("/v3/apps/" + app + "/tasks", "{\"command\":\"ls /\"}");
    StartInstance run = CELL.next(m -> m.hasStartInstance() && m.getStartInstance().getInstanceGuid().equals(task.at("/guid"))).getStartInstance();
    assertThat(run.getEntrypointList()).containsExactly("/bin/sh", "-c", "ls /");
    assertThat(run.getImage().getPassword()).isEqualTo("s3cret");
  }

  @Test
  void ourOwnRegistry_isEnteredAsTheUser_andLoopbackIsPlainHttp() {
    String app = app("docker");
    for (var expected : List.of(List.of("localhost:" + RunningController.EXTERNAL_PORT + "/apps/x", "platform:"), List.of("127.0.0.1:5000/x", "http://127.0.0.1:5000"),
        List.of("nginx", ImageReference.parse("nginx").origin().toString()))) {
      Answer bits = newPackage(DEVELOPER, app, "{\"image\":\"" + expected.getFirst() + "\"}");
      assertThat(bits.json().get("data").has("password")).isFalse();
      Answer build = DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + bits.at("/guid") + "\"}}");
      Stage stage = stage(build.at("/guid"));
      assertThat(stage.getDocker().getRegistry()).isEqualTo(expected.getLast());
      CELL.send(CellMessage.newBuilder().setStagingResult(StagingResult.newBuilder().setBuildGuid(stage.getBuildGuid()).setFailed(
          StagingFailure.newBuilder().setCode("StagingError").setReason("docker image x: it was not found in its registry"))).build());
      assertThat(until(stage.getBuildGuid(), "FAILED").at("/error")).isEqualTo("StagingError - docker image x: it was not found in its registry");
    }
  }

  @Test
  void packagesThatDoNotFit_areRefused() {
    String docker = app("docker");
    String plain = app("buildpack");
    assertThat(newPackage(DEVELOPER, plain, "{\"image\":\"nginx\"}").detail()).isEqualTo("Cannot create Docker package for a buildpack app.");
    assertThat(DEVELOPER.post("/v3/packages", "{\"type\":\"bits\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + docker + "\"}}}}").detail())
        .isEqualTo("Cannot create bits package for a Docker app.");
    for (String wrong : List.of("{}", "{\"image\":\"\"}", "{\"image\":\"Not An Image\"}", "{\"image\":\"x:y:z\"}", "{\"image\":\"a@sha256:1\"}",
        "{\"image\":\"http://x/y\"}", "{\"image\":\"x/../y\"}", "{\"image\":7}", "{\"image\":\"x\",\"password\":\"a\\nb\"}",
        "{\"image\":\"" + "x".repeat(2000) + "\"}")) {
      assertThat(newPackage(DEVELOPER, docker, wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(newPackage(AUDITOR, docker, "{\"image\":\"nginx\"}").status()).isEqualTo(403);
    Answer made = newPackage(DEVELOPER, docker, "{\"image\":\"nginx\"}");
    assertThat(DEVELOPER.get("/v3/packages/" + made.at("/guid") + "/download").detail()).isEqualTo("Package type must be bits.");
    Answer copy = DEVELOPER.post("/v3/packages?source_guid=" + made.at("/guid"), "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + docker + "\"}}}}");
    assertThat(copy.at("/data/image")).isEqualTo("nginx");
    ADMIN.patch("/v3/feature_flags/diego_docker", "{\"enabled\":false}");
    try {
      assertThat(newPackage(DEVELOPER, docker, "{\"image\":\"nginx\"}").detail()).isEqualTo("Feature Disabled: diego_docker");
      assertThat(DEVELOPER.post("/v3/builds", "{\"package\":{\"guid\":\"" + made.at("/guid") + "\"}}").title()).isEqualTo("CF-FeatureDisabled");
    } finally {
      ADMIN.patch("/v3/feature_flags/diego_docker", "{\"enabled\":true}");
    }
  }
}
