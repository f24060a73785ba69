package dev.ingot.controller.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.Sidecar;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.controller.app.http.Pusher;
import dev.ingot.controller.dispatch.TestCell;
import dev.ingot.controller.packages.archive.Zips;
import dev.ingot.controller.rpc.StreamServer;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sidecars over HTTP and in manifests, and what a cell on the wire is told of them. */
class SidecarsIT {
  private static final RunningController CONTROLLER = RunningController.get().endWhatOthersLeft();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final Http DEVELOPER = TENANTS.with("space_developer", ORG, SPACE);
  private static final Http AUDITOR = TENANTS.with("space_auditor", ORG, SPACE);
  private static final Http STRANGER = TENANTS.login(TENANTS.user());
  private static final TestCell CELL = new TestCell("sidecar-cell", CONTROLLER.bean(StreamServer.class).port(), RunningController.JOIN_TOKEN)
      .hello(16_384, List.of());

  @AfterAll
  static void hangUp() {
    CELL.close();
  }

  private static String app() {
    return new Pusher(CONTROLLER, DEVELOPER, SPACE).pushed(Tenants.unique("app"), new Zips().file("a", "b").bytes());
  }

  private static Answer make(Http http, String app, String json) {
    return http.post("/v3/apps/" + app + "/sidecars", json);
  }

  private static StartInstance started(String app) {
    return CELL.next(m -> m.hasStartInstance() && m.getStartInstance().getAppGuid().equals(app)).getStartInstance();
  }

  private static String sidecar(String name) {
    return "{\"name\":\"" + name + "\",\"command\":\"./agent\",\"process_types\":[\"web\"],\"memory_in_mb\":100}";
  }

  @Test
  void buildpacksSidecars_comeAndGoWithTheDroplet_andUsersWin() {
    Pusher push = new Pusher(CONTROLLER, DEVELOPER, SPACE);
    String app = app();
    make(DEVELOPER, app, sidecar("mine"));
    assign(push, app, staged("mine"), staged("helper"));
    Answer both = DEVELOPER.get("/v3/apps/" + app + "/sidecars");
    assertThat(both.json().get("resources").valueStream().map(one -> one.get("name").asString() + " " + one.get("origin").asString() + " " + one.get("command").asString()))
        .as(both.toString()).containsExactlyInAnyOrder("mine user ./agent", "helper buildpack run helper");
    assertThat(DEVELOPER.get("/v3/apps/" + app + "/manifest").body()).as("written by the buildpack, not by the user").contains("mine").doesNotContain("helper");
    assign(push, app);
    assertThat(DEVELOPER.get("/v3/apps/" + app + "/sidecars").at("/pagination/total_results")).isEqualTo("1");
  }

  private static dev.ingot.api.cell.v1.StagedSidecar staged(String name) {
    return dev.ingot.api.cell.v1.StagedSidecar.newBuilder().setName(name).setCommand("run " + name).addProcessTypes("web").build();
  }

  private static void assign(Pusher push, String app, dev.ingot.api.cell.v1.StagedSidecar... sidecars) {
    String bits = push.newPackage(app);
    push.upload(bits, "[]", new Zips().file("a", "b").bytes());
    String build = push.build(bits);
    var droplet = dev.ingot.api.cell.v1.StagedDroplet.newBuilder().setDefaultProcess("web").addAllSidecars(List.of(sidecars))
        .setImage(dev.ingot.api.cell.v1.Image.newBuilder().setRepository("apps/" + app).setDigest("sha256:" + "c".repeat(64)))
        .addProcesses(dev.ingot.api.cell.v1.ProcessType.newBuilder().setType("web").setCommand("serve"));
    CONTROLLER.bean(dev.ingot.controller.build.BuildCompletion.class)
        .finished(dev.ingot.api.cell.v1.StagingResult.newBuilder().setBuildGuid(build).setStaged(droplet).build());
    Answer assigned = push.assign(app, DEVELOPER.get("/v3/builds/" + build).at("/droplet/guid"));
    assertThat(assigned.status()).as(assigned.toString()).isEqualTo(200);
  }

  @Test
  void sidecar_runsBesideItsProcess_andEveryChangeReplacesInstances() {
    String app = app();
    StartInstance bare = started(app);
    assertThat(bare.getSidecarsList()).isEmpty();
    CELL.tell(bare, InstanceState.RUNNING);
    Answer made = make(DEVELOPER, app, sidecar("agent"));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.at("/origin")).isEqualTo("user");
    assertThat(made.at("/process_types/0")).isEqualTo("web");
    assertThat(made.at("/relationships/app/data/guid")).isEqualTo(app);
    StartInstance start = started(app);
    assertThat(start.getProcessVersion()).isNotEqualTo(bare.getProcessVersion());
    assertThat(start.getEnvMap()).containsEntry("MEMORY_LIMIT", "412m");
    assertThat(start.getMemoryBytes()).isEqualTo(512L << 20);
    assertThat(start.getSidecarsList()).containsExactly(Sidecar.newBuilder().setName("agent").addEntrypoint("/cnb/lifecycle/launcher")
        .addEntrypoint("./agent").putEnv("MEMORY_LIMIT", "100m").setLogSource("APP/PROC/WEB/SIDECAR/AGENT").build());
    CELL.tell(start, InstanceState.RUNNING);
    String one = "/v3/sidecars/" + made.at("/guid");
    assertThat(DEVELOPER.patch(one, "{\"command\":\"./other\"}").at("/command")).isEqualTo("./other");
    StartInstance changed = started(app);
    assertThat(changed.getSidecars(0).getEntrypoint(1)).isEqualTo("./other");
    CELL.tell(changed, InstanceState.RUNNING);
    String process = DEVELOPER.get("/v3/apps/" + app + "/processes/web").at("/guid");
    assertThat(AUDITOR.get("/v3/processes/" + process + "/sidecars").at("/resources/0/name")).isEqualTo("agent");
    assertThat(STRANGER.get("/v3/processes/" + process + "/sidecars").status()).isEqualTo(404);
    assertThat(DEVELOPER.get("/v3/processes/nope/sidecars").detail()).isEqualTo("Process not found");
    assertThat(STRANGER.delete(one).status()).isEqualTo(404);
    assertThat(AUDITOR.delete(one).status()).isEqualTo(403);
    assertThat(DEVELOPER.delete(one).status()).isEqualTo(204);
    assertThat(DEVELOPER.delete(one).status()).isEqualTo(404);
    assertThat(started(app).getSidecarsList()).isEmpty();
  }

  @Test
  void wrongRequests_areRefused() {
    String app = app();
    assertThat(make(DEVELOPER, app, sidecar("taken")).status()).isEqualTo(201);
    assertThat(make(DEVELOPER, app, sidecar("taken")).detail()).isEqualTo("Sidecar with name 'taken' already exists for given app");
    for (String wrong : List.of("{}", "{\"name\":\"x\",\"command\":\"y\"}", "{\"name\":\"x\",\"command\":\"y\",\"process_types\":[]}",
        "{\"name\":\"x\",\"process_types\":[\"web\"]}", "{\"command\":\"x\",\"process_types\":[\"web\"]}",
        "{\"name\":\"x\",\"command\":\"\",\"process_types\":[\"web\"]}", "{\"name\":\"x\",\"command\":\"y\",\"process_types\":[null]}",
        "{\"name\":\"x\",\"command\":\"y\",\"process_types\":\"web\"}", "{\"name\":\"x\",\"command\":\"y\",\"process_types\":[\"web\"],\"memory_in_mb\":0}",
        "{\"name\":\"x\",\"command\":\"y\",\"process_types\":[\"web\"],\"colour\":1}")) {
      assertThat(make(DEVELOPER, app, wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(make(DEVELOPER, app, "{\"name\":\"big\",\"command\":\"y\",\"process_types\":[\"web\"],\"memory_in_mb\":412}").detail())
        .isEqualTo("The memory allocation defined is too large to run with the dependent \"web\" process");
    assertThat(make(AUDITOR, app, sidecar("no")).status()).isEqualTo(403);
    assertThat(make(STRANGER, app, sidecar("no")).detail()).isEqualTo("App not found");
    String one = "/v3/sidecars/" + DEVELOPER.get("/v3/apps/" + app + "/sidecars").at("/resources/0/guid");
    assertThat(DEVELOPER.patch(one, "{\"process_types\":[]}").status()).isEqualTo(422);
    assertThat(AUDITOR.patch(one, "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(STRANGER.patch(one, "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(AUDITOR.get(one).at("/name")).isEqualTo("taken");
    assertThat(STRANGER.get(one).status()).isEqualTo(404);
    assertThat(STRANGER.get("/v3/apps/" + app + "/sidecars").status()).isEqualTo(404);
    assertThat(DEVELOPER.get("/v3/apps/" + app + "/sidecars?colour=red").status()).isEqualTo(400);
    assertThat(DEVELOPER.get("/v3/processes/" + DEVELOPER.get("/v3/apps/" + app + "/processes/web").at("/guid") + "/sidecars?page=0").status())
        .isEqualTo(400);
    assertThat(DEVELOPER.delete("/v3/sidecars/nope").detail()).isEqualTo("Sidecar not found");
  }

  @Test
  void manifest_makesAndChangesThem_andWritesThemDown() {
    String app = app();
    String name = DEVELOPER.get("/v3/apps/" + app).at("/name");
    String yaml = "applications:\n- name: " + name + "\n  sidecars:\n  - name: agent\n    process_types: [web, worker]\n    command: ./agent\n    memory: 64M\n";
    String path = "/v3/spaces/" + SPACE + "/actions/apply_manifest";
    Answer job = DEVELOPER.job(DEVELOPER.send("POST", path, "application/x-yaml", yaml));
    assertThat(job.at("/state")).as(job.toString()).isEqualTo("COMPLETE");
    Answer list = DEVELOPER.get("/v3/apps/" + app + "/sidecars");
    assertThat(list.at("/resources/0/memory_in_mb")).isEqualTo("64");
    assertThat(DEVELOPER.job(DEVELOPER.send("POST", path, "application/x-yaml", yaml.replace("./agent", "./better"))).at("/state")).isEqualTo("COMPLETE");
    Answer again = DEVELOPER.get("/v3/apps/" + app + "/sidecars");
    assertThat(again.at("/pagination/total_results")).isEqualTo("1");
    assertThat(again.at("/resources/0/command")).isEqualTo("./better");
    assertThat(again.at("/resources/0/guid")).isEqualTo(list.at("/resources/0/guid"));
    String written = DEVELOPER.get("/v3/apps/" + app + "/manifest").body();
    assertThat(written).contains("sidecars:", "name: agent", "command: ./better", "memory: 64M");
    String diff = "/v3/spaces/" + SPACE + "/manifest_diff";
    assertThat(DEVELOPER.send("POST", diff, "application/x-yaml", written).json().get("diff").toString()).isEqualTo("[]");
    assertThat(DEVELOPER.send("POST", diff, "application/x-yaml", written.replace("./better", "./best")).body()).contains("/sidecars/0/command");
    Answer wrong = DEVELOPER.send("POST", path, "application/x-yaml", "applications:\n- name: " + name + "\n  sidecars:\n  - command: x\n");
    assertThat(wrong.status()).as(wrong.toString()).isEqualTo(422);
  }
}
