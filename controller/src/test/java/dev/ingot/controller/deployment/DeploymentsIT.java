package dev.ingot.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeploymentsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final Serving CELL = new Serving(CONTROLLER);
  private static String org = "";
  private static String space = "";
  private static Http developer = CONTROLLER.anonymous();
  private static Http auditor = CONTROLLER.anonymous();
  private static Http stranger = CONTROLLER.anonymous();

  @BeforeAll
  static void tenants() {
    org = TENANTS.organization();
    space = TENANTS.space(org);
    developer = TENANTS.with("space_developer", org, space);
    auditor = TENANTS.with("space_auditor", org, space);
    stranger = TENANTS.login(TENANTS.user());
  }

  private static Pusher pusher() {
    return new Pusher(CONTROLLER, developer, space);
  }

  private static String started(String name, int instances) throws Exception {
    String app = pusher().pushed(name, new Zips().file("index.js", "1").bytes());
    assertThat(developer.post("/v3/apps/" + app + "/processes/web/actions/scale", "{\"instances\":" + instances + "}").status()).isEqualTo(202);
    CELL.serve(Serving.webs(developer, app).getFirst(), instances);
    return app;
  }

  private static Answer deploy(String app, String more) {
    return developer.post("/v3/deployments", "{" + more + "\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}");
  }

  private static Answer reason(String deployment, String reason) {
    return Serving.until(developer, "/v3/deployments/" + deployment, answer -> answer.at("/status/reason").equals(reason));
  }

  @Test
  void rolling_successorTakesOver_andIsTheOnlyWebInTheEnd() throws Exception {
    String app = started("deployed-rolls", 2);
    String old = Serving.webs(developer, app).getFirst();
    Answer created = deploy(app, "\"options\":{\"max_in_flight\":1,\"web_instances\":null,\"memory_in_mb\":256},");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.at("/status/value")).isEqualTo("ACTIVE");
    assertThat(created.at("/status/reason")).isEqualTo("DEPLOYING");
    assertThat(created.at("/options/memory_in_mb")).isEqualTo("256");
    String fresh = created.at("/new_processes/0/guid");
    assertThat(fresh).isNotEqualTo(old);
    assertThat(Serving.webs(developer, app)).containsExactly(old, fresh);
    assertThat(developer.get("/v3/processes/" + fresh).at("/instances")).as("never more than one is being made").isEqualTo("1");

    Answer scaled = developer.post("/v3/processes/" + fresh + "/actions/scale", "{\"instances\":5}");
    assertThat(scaled.status()).isEqualTo(422);
    assertThat(scaled.at("/errors/0/code")).isEqualTo("390016");
    Answer stopped = developer.post("/v3/apps/" + app + "/actions/stop", "");
    assertThat(stopped.at("/errors/0/code")).isEqualTo("390024");
    assertThat(stopped.detail()).startsWith("Cannot stop the app while it is deploying");
    assertThat(developer.patch("/v3/processes/" + fresh, "{\"command\":\"x\"}").at("/errors/0/code")).isEqualTo("390017");

    CELL.serve(fresh, 1);
    Serving.until(developer, "/v3/processes/" + fresh, answer -> answer.at("/instances").equals("2"));
    CELL.serve(fresh, 2);
    Answer done = reason(created.at("/guid"), "DEPLOYED");
    assertThat(done.at("/status/value")).isEqualTo("FINALIZED");
    assertThat(Serving.webs(developer, app)).containsExactly(fresh);
    assertThat(developer.get("/v3/apps/" + app + "/processes/web").at("/memory_in_mb")).isEqualTo("256");
    assertThat(developer.post("/v3/deployments/" + created.at("/guid") + "/actions/cancel", "").detail()).isEqualTo("Cannot cancel a DEPLOYED deployment");
  }

  @Test
  void instancesThatKeepCrashing_goBackByThemselves_andTheOldOnesStay() throws Exception {
    String app = started("deployed-breaks", 1);
    String old = Serving.webs(developer, app).getFirst();
    String before = developer.get("/v3/apps/" + app + "/droplets/current").at("/guid");
    Pusher pusher = pusher();
    String bits = pusher.newPackage(app);
    pusher.upload(bits, "[]", new Zips().file("index.js", "2").bytes());
    String broken = pusher.staged(pusher.build(bits), app, Map.of("web", "node broken.js"));
    pusher.applied("applications:\n- name: deployed-breaks\n  command: ./broken\n");
    Answer created = deploy(app, "\"droplet\":{\"guid\":\"" + broken + "\"},");
    assertThat(developer.get("/v3/processes/" + created.at("/new_processes/0/guid")).at("/command")).isEqualTo("./broken");
    assertThat(created.at("/droplet/guid")).isEqualTo(broken);
    assertThat(created.at("/previous_droplet/guid")).isEqualTo(before);
    CELL.crash(created.at("/new_processes/0/guid"), 3);
    Answer done = reason(created.at("/guid"), "CANCELED");
    assertThat(done.at("/status/details/error")).contains("crashed 3 times").contains("boom");
    assertThat(Serving.webs(developer, app)).containsExactly(old);
    assertThat(developer.get("/v3/apps/" + app + "/droplets/current").at("/guid")).isEqualTo(before);
    assertThat(developer.get("/v3/processes/" + old + "/stats").at("/resources/0/state")).isEqualTo("RUNNING");
    assertThat(developer.get("/v3/processes/" + old).at("/command")).as("what would be started after a crash").isEqualTo("node server.js");
  }

  @Test
  void canary_pausesAfterEachStep_continuesAndCancels() throws Exception {
    String app = started("deployed-canary", 4);
    Answer created = deploy(app, "\"strategy\":\"canary\",\"options\":{\"max_in_flight\":4,\"canary\":{\"steps\":[{\"instance_weight\":25},{\"instance_weight\":50}]}},");
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    String guid = created.at("/guid");
    String fresh = created.at("/new_processes/0/guid");
    assertThat(developer.post("/v3/deployments/" + guid + "/actions/continue", "").detail())
        .isEqualTo("Cannot continue a deployment with status: ACTIVE and reason: DEPLOYING");
    CELL.serve(fresh, 1);
    Answer paused = reason(guid, "PAUSED");
    assertThat(paused.at("/status/value")).isEqualTo("ACTIVE");
    assertThat(paused.at("/status/canary/steps/current")).isEqualTo("1");
    assertThat(paused.at("/status/canary/steps/total")).isEqualTo("2");
    assertThat(auditor.post("/v3/deployments/" + guid + "/actions/continue", "").status()).isEqualTo(403);
    assertThat(stranger.post("/v3/deployments/" + guid + "/actions/continue", "").status()).isEqualTo(404);
    assertThat(developer.post("/v3/deployments/" + guid + "/actions/continue", "").status()).isEqualTo(200);
    CELL.serve(fresh, 2);
    assertThat(reason(guid, "PAUSED").at("/status/canary/steps/current")).isEqualTo("2");
    assertThat(auditor.post("/v3/deployments/" + guid + "/actions/cancel", "").status()).isEqualTo(403);
    assertThat(stranger.post("/v3/deployments/" + guid + "/actions/cancel", "").status()).isEqualTo(404);
    Answer canceled = developer.post("/v3/deployments/" + guid + "/actions/cancel", "");
    assertThat(canceled.at("/status/reason")).isIn("CANCELING", "CANCELED");
    CELL.serve(Serving.webs(developer, app).getFirst(), 4);
    reason(guid, "CANCELED");
    assertThat(Serving.webs(developer, app)).hasSize(1).doesNotContain(fresh);
    assertThat(developer.get("/v3/apps/" + app + "/processes/web").at("/instances")).isEqualTo("4");
  }

  @Test
  void aSecondDeployment_supersedesTheFirst_andACancelLeadsToWhatWasDeployed() throws Exception {
    String app = started("deployed-superseded", 1);
    String old = Serving.webs(developer, app).getFirst();
    Answer first = deploy(app, "");
    Answer second = deploy(app, "");
    assertThat(developer.get("/v3/deployments/" + first.at("/guid")).at("/status/reason")).isEqualTo("SUPERSEDED");
    assertThat(developer.get("/v3/deployments?app_guids=" + app + "&status_values=ACTIVE").json().get("resources").size()).isEqualTo(1);
    developer.post("/v3/deployments/" + second.at("/guid") + "/actions/cancel", "");
    reason(second.at("/guid"), "CANCELED");
    assertThat(Serving.webs(developer, app)).containsExactly(old);
  }

  @Test
  void aStoppedApp_isStarted_andTheDeploymentIsOver() throws Exception {
    String app = started("deployed-stopped", 1);
    assertThat(developer.post("/v3/apps/" + app + "/actions/stop", "").status()).isEqualTo(200);
    Answer created = deploy(app, "\"options\":{\"web_instances\":2,\"memory_in_mb\":null},");
    assertThat(created.at("/status/reason")).isEqualTo("DEPLOYED");
    assertThat(developer.get("/v3/apps/" + app).at("/state")).isEqualTo("STARTED");
    assertThat(developer.get("/v3/apps/" + app + "/processes/web").at("/instances")).isEqualTo("2");
  }

  @Test
  void deployments_byRole_andBadInput() throws Exception {
    String app = started("deployed-roles", 1);
    String body = "{\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + app + "\"}}}}";
    assertThat(auditor.post("/v3/deployments", body).status()).isEqualTo(403);
    assertThat(stranger.post("/v3/deployments", body).detail()).startsWith("Unable to use app");
    for (String bad : List.of("\"strategy\":\"magic\",", "\"options\":{\"max_in_flight\":0},", "\"options\":{\"max_in_flight\":\"x\"},",
        "\"options\":{\"web_instances\":-1},", "\"options\":{\"canary\":{\"steps\":[{\"instance_weight\":1}]}},",
        "\"strategy\":\"canary\",\"options\":{\"canary\":{\"steps\":[{\"instance_weight\":101}]}},",
        "\"strategy\":\"canary\",\"options\":{\"canary\":{\"steps\":[{\"instance_weight\":50},{\"instance_weight\":20}]}},",
        "\"strategy\":\"canary\",\"options\":{\"canary\":{\"steps\":[{}]}},", "\"droplet\":{\"guid\":\"nope\"},", "\"revision\":{\"guid\":\"nope\"},")) {
      assertThat(deploy(app, bad).status()).as(bad).isEqualTo(422);
    }
    assertThat(developer.get("/v3/apps/" + app + "/processes").json().get("resources").size()).as("nothing is left of them").isEqualTo(1);
    Answer created = deploy(app, "\"metadata\":{\"labels\":{\"a\":\"b\"}},");
    String path = "/v3/deployments/" + created.at("/guid");
    assertThat(auditor.get(path).at("/metadata/labels/a")).isEqualTo("b");
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.get("/v3/deployments").json().get("resources").size()).isZero();
    assertThat(developer.get("/v3/deployments?nope=1").status()).isEqualTo(400);
    assertThat(developer.get("/v3/deployments/nope").detail()).isEqualTo("Deployment not found");
    assertThat(auditor.patch(path, "{\"metadata\":{\"labels\":{\"c\":\"d\"}}}").status()).isEqualTo(403);
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"c\":\"d\"}}}").at("/metadata/labels/c")).isEqualTo("d");
    assertThat(developer.patch(path, "{\"metadata\":{\"labels\":{\"-c\":\"d\"}}}").status()).isEqualTo(422);
    CELL.serve(created.at("/new_processes/0/guid"), 1);
    reason(created.at("/guid"), "DEPLOYED");
    assertThat(developer.post(path + "/actions/continue", "").status()).isEqualTo(422);
  }
}
