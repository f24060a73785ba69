package dev.ingot.controller.task.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tasks over HTTP, and what a cell on the wire is told of them. */
class TasksIT {
  private static final RunningController CONTROLLER = RunningController.get().endWhatOthersLeft();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final Http ADMIN = CONTROLLER.admin();
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final Http DEVELOPER = TENANTS.with("space_developer", ORG, SPACE);
  private static final Http SUPPORTER = TENANTS.with("space_supporter", ORG, SPACE);
  private static final Http AUDITOR = TENANTS.with("space_auditor", ORG, SPACE);
  private static final Http STRANGER = TENANTS.login(TENANTS.user());
  private static String app = "";
  private static TestCell cell = connect();

  @BeforeAll
  static void push() {
    app = new Pusher(CONTROLLER, DEVELOPER, SPACE).pushed(Tenants.unique("app"), new Zips().file("a", "b").bytes());
  }

  @AfterAll
  static void hangUp() {
    cell.close();
  }

  private static TestCell connect(InstanceEvent... inventory) {
    return new TestCell("task-cell", CONTROLLER.bean(StreamServer.class).port(), RunningController.JOIN_TOKEN).hello(8192, List.of(inventory));
  }

  private static String path() {
    return "/v3/apps/" + app + "/tasks";
  }

  private static Answer run(String json) {
    Answer made = DEVELOPER.post(path(), json);
    assertThat(made.status()).as(made.toString()).isEqualTo(202);
    return made;
  }

  /** A long task would never be placed, so what is created with this stays PENDING for a while. */
  private static Answer waiting() {
    return run("{\"command\":\"sleep 1\",\"memory_in_mb\":1000000}");
  }

  private static StartInstance started(Answer task) {
    return cell.next(m -> m.hasStartInstance() && m.getStartInstance().getInstanceGuid().equals(task.at("/guid"))).getStartInstance();
  }

  private static void tell(StartInstance task, InstanceState state, int status, String description) {
    cell.send(CellMessage.newBuilder().setInstanceEvent(event(task, state, status, description)).build());
  }

  private static InstanceEvent event(StartInstance task, InstanceState state, int status, String description) {
    return TestCell.event(task, state).toBuilder().setTask(true).setExitStatus(status).setExitDescription(description).build();
  }

  private static void noted(StartInstance task) {
    cell.next(m -> m.hasTaskNoted() && m.getTaskNoted().getInstanceGuid().equals(task.getInstanceGuid()));
  }

  private static Answer until(Answer task, String state) {
    Answer now = DEVELOPER.get("/v3/tasks/" + task.at("/guid"));
    for (int i = 0; i < 100 && !now.at("/state").equals(state); i++) {
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
      now = DEVELOPER.get("/v3/tasks/" + task.at("/guid"));
    }
    assertThat(now.at("/state")).as(now.toString()).isEqualTo(state);
    return now;
  }

  @Test
  void task_runsOnceOnACell_andSucceeds() {
    Answer made = run("{\"command\":\"rake db:migrate\",\"name\":\"migrate\",\"memory_in_mb\":64,\"disk_in_mb\":128,"
        + "\"log_rate_limit_in_bytes_per_second\":1024,\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    assertThat(made.at("/name")).isEqualTo("migrate");
    assertThat(made.at("/state")).isEqualTo("PENDING");
    assertThat(made.at("/command")).isEqualTo("rake db:migrate");
    assertThat(made.at("/metadata/labels/a")).isEqualTo("b");
    assertThat(made.json().at("/result/failure_reason").isNull()).isTrue();
    assertThat(made.at("/relationships/app/data/guid")).isEqualTo(app);
    assertThat(made.at("/links/cancel/href")).endsWith("/v3/tasks/" + made.at("/guid") + "/actions/cancel");
    StartInstance start = started(made);
    assertThat(start.getTask()).isTrue();
    assertThat(start.getEntrypointList()).containsExactly("/cnb/lifecycle/launcher", "rake db:migrate");
    assertThat(start.getMemoryBytes()).isEqualTo(64L << 20);
    assertThat(start.getDiskBytes()).isEqualTo(128L << 20);
    assertThat(start.getLogRateLimitBytes()).isEqualTo(1024);
    assertThat(start.getLogSource()).isEqualTo("APP/TASK/migrate");
    assertThat(start.getPortsList()).isEmpty();
    assertThat(start.getImage().getRepository()).isEqualTo("apps/" + app);
    assertThat(start.getEnvMap().get("VCAP_APPLICATION")).contains("\"mem\":64", "\"application_id\":\"" + app + "\"");
    tell(start, InstanceState.CREATING, 0, "");
    tell(start, InstanceState.RUNNING, 0, "");
    until(made, "RUNNING");
    tell(start, InstanceState.COMPLETED, 0, "");
    noted(start);
    until(made, "SUCCEEDED");
    tell(start, InstanceState.CRASHED, 1, "told again, otherwise");
    noted(start);
    until(made, "SUCCEEDED");
    Answer cancel = DEVELOPER.post("/v3/tasks/" + made.at("/guid") + "/actions/cancel", "");
    assertThat(cancel.status()).isEqualTo(422);
    assertThat(cancel.detail()).isEqualTo("Task state is SUCCEEDED and therefore cannot be canceled");
    assertThat(DEVELOPER.get("/v3/audit_events?types=audit.app.task.create&target_guids=" + app).body()).contains(made.at("/guid"))
        .doesNotContain("rake");
  }

  @Test
  void task_fails_withTheCellsReason() {
    Answer made = run("{\"command\":\"false\",\"name\":\"x\"}");
    StartInstance start = started(made);
    assertThat(start.getMemoryBytes()).isEqualTo(512L << 20);
    tell(start, InstanceState.RUNNING, 0, "");
    tell(start, InstanceState.CRASHED, 1, "APP/TASK/x: Exited with status 1");
    assertThat(until(made, "FAILED").at("/result/failure_reason")).isEqualTo("APP/TASK/x: Exited with status 1");
  }

  private static List<String> usage(String task) {
    return ADMIN.get("/v3/app_usage_events?per_page=5000").json().get("resources").valueStream()
        .filter(event -> event.at("/task/guid").asString("").equals(task))
        .map(event -> event.at("/state/previous").asString() + " " + event.at("/state/current").asString() + " " + event.at("/task/name").asString() + " "
            + event.at("/instance_count/current").asInt() + " " + event.at("/memory_in_mb_per_instance/current").asInt() + " " + event.at("/space/guid").asString())
        .toList();
  }

  @Test
  void whatTasksUse_isWrittenDown_onceEach() {
    Answer made = run("{\"command\":\"true\",\"name\":\"used\",\"memory_in_mb\":32}");
    String begun = "PENDING TASK_STARTED used 1 32 " + SPACE;
    assertThat(usage(made.at("/guid"))).containsExactly(begun);
    StartInstance start = started(made);
    tell(start, InstanceState.RUNNING, 0, "");
    until(made, "RUNNING");
    for (int i = 0; i < 2; i++) {
      tell(start, InstanceState.COMPLETED, 0, "");
      noted(start);
    }
    until(made, "SUCCEEDED");
    assertThat(usage(made.at("/guid"))).containsExactly(begun, "RUNNING TASK_STOPPED used 1 32 " + SPACE);

    String gone = new Pusher(CONTROLLER, DEVELOPER, SPACE).pushed(Tenants.unique("gone"), new Zips().file("a", "b").bytes());
    Answer cut = DEVELOPER.post("/v3/apps/" + gone + "/tasks", "{\"command\":\"sleep 9\",\"name\":\"cut\",\"memory_in_mb\":32}");
    StartInstance running = started(cut);
    tell(running, InstanceState.RUNNING, 0, "");
    until(cut, "RUNNING");
    assertThat(DEVELOPER.job(DEVELOPER.delete("/v3/apps/" + gone)).at("/state")).isEqualTo("COMPLETE");
    tell(running, InstanceState.CRASHED, 137, "killed");
    noted(running);
    assertThat(usage(cut.at("/guid"))).containsExactly("PENDING TASK_STARTED cut 1 32 " + SPACE, "RUNNING TASK_STOPPED cut 1 32 " + SPACE);
  }

  @Test
  void template_givesCommandAndLimits() {
    String process = DEVELOPER.get("/v3/apps/" + app + "/processes/web").at("/guid");
    Answer made = run("{\"template\":{\"process\":{\"guid\":\"" + process + "\"}}}");
    assertThat(made.at("/command")).isEqualTo("node server.js");
    assertThat(made.at("/name")).matches("[0-9a-f]{8}");
    assertThat(started(made).getEntrypointList()).containsExactly("/cnb/process/web");
    Answer own = run("{\"command\":\"ls\",\"template\":{\"process\":{\"guid\":\"" + process + "\"}}}");
    assertThat(own.json().get("sequence_id").asInt()).isGreaterThan(made.json().get("sequence_id").asInt());
    assertThat(started(own).getEntrypointList()).containsExactly("/cnb/lifecycle/launcher", "ls");
    for (String wrong : List.of("{\"template\":{}}", "{\"template\":{\"process\":{}}}")) {
      assertThat(DEVELOPER.post(path(), wrong).status()).isEqualTo(422);
    }
    assertThat(DEVELOPER.post(path(), "{\"template\":{\"process\":{\"guid\":\"nope\"}}}").detail()).isEqualTo("Process not found");
  }

  @Test
  void cancelledTask_isStoppedOnItsCell_andHasFailed() {
    Answer made = run("{\"command\":\"sleep 1000\"}");
    StartInstance start = started(made);
    tell(start, InstanceState.RUNNING, 0, "");
    String cancel = "/v3/tasks/" + made.at("/guid") + "/cancel";
    assertThat(STRANGER.put(cancel, "").status()).isEqualTo(404);
    assertThat(AUDITOR.put(cancel, "").status()).isEqualTo(403);
    Answer told = SUPPORTER.put(cancel, "");
    assertThat(told.status()).isEqualTo(202);
    assertThat(told.at("/state")).isEqualTo("CANCELING");
    assertThat(SUPPORTER.post("/v3/tasks/" + made.at("/guid") + "/actions/cancel", "").at("/state")).isEqualTo("CANCELING");
    cell.next(m -> m.hasStopInstance() && m.getStopInstance().getInstanceGuid().equals(start.getInstanceGuid()));
    tell(start, InstanceState.STOPPED, 143, "");
    assertThat(until(made, "FAILED").at("/result/failure_reason")).isEqualTo("task was cancelled");
    assertThat(DEVELOPER.get("/v3/audit_events?types=audit.app.task.cancel&target_guids=" + app).body()).contains(made.at("/guid"));
    assertThat(SUPPORTER.put(cancel, "").status()).isEqualTo(422);
  }

  @Test
  void taskNoCellCouldEverTake_failsAtOnce() {
    assertThat(until(waiting(), "FAILED").at("/result/failure_reason")).isEqualTo("insufficient resources: memory");
  }

  @Test
  void taskItsCellHasLost_hasFailed_andIsNotRunAgain() {
    Answer lost = run("{\"command\":\"a\"}");
    Answer kept = run("{\"command\":\"b\"}");
    StartInstance first = started(lost);
    StartInstance second = started(kept);
    tell(first, InstanceState.RUNNING, 0, "");
    tell(second, InstanceState.RUNNING, 0, "");
    until(lost, "RUNNING");
    until(kept, "RUNNING");
    cell.close();
    cell = connect(event(second, InstanceState.COMPLETED, 0, ""));
    noted(second);
    until(kept, "SUCCEEDED");
    assertThat(until(lost, "FAILED").at("/result/failure_reason")).isEqualTo("cell task-cell came back without the task");
    tell(first, InstanceState.RUNNING, 0, "");
    cell.next(m -> m.hasStopInstance() && m.getStopInstance().getInstanceGuid().equals(first.getInstanceGuid()));
  }

  @Test
  void lists_areFiltered_andHideCommands() {
    String name = Tenants.unique("listed");
    Answer made = run("{\"command\":\"secret stuff\",\"name\":\"" + name + "\",\"memory_in_mb\":1000000}");
    String number = made.at("/sequence_id");
    assertThat(DEVELOPER.get(path() + "?sequence_ids=" + number + "&per_page=1&page=1").at("/resources/0/command")).isEqualTo("secret stuff");
    assertThat(AUDITOR.get(path() + "?names=" + name).body()).contains(name).doesNotContain("secret stuff");
    Answer all = DEVELOPER.get("/v3/tasks?names=" + name + "&app_guids=" + app + "&space_guids=" + SPACE + "&states=PENDING,RUNNING,FAILED");
    assertThat(all.at("/pagination/total_results")).isEqualTo("1");
    assertThat(all.body()).doesNotContain("secret stuff");
    assertThat(STRANGER.get("/v3/tasks?names=" + name).at("/pagination/total_results")).isEqualTo("0");
    assertThat(STRANGER.get(path()).status()).isEqualTo(404);
    assertThat(DEVELOPER.get("/v3/tasks?colour=red").title()).isEqualTo("CF-BadQueryParameter");
    assertThat(DEVELOPER.get(path() + "?sequence_ids=one").status()).isEqualTo(400);
    assertThat(AUDITOR.get("/v3/tasks/" + made.at("/guid")).json().has("command")).isFalse();
    assertThat(STRANGER.get("/v3/tasks/" + made.at("/guid")).status()).isEqualTo(404);
    assertThat(DEVELOPER.get("/v3/tasks/no-such-task").detail()).isEqualTo("Task not found");
  }

  @Test
  void wrongRequests_areRefused() {
    for (String wrong : List.of("{}", "{\"command\":\"\"}", "{\"command\":7}", "{\"command\":\"x\",\"memory_in_mb\":0}",
        "{\"command\":\"x\",\"disk_in_mb\":-1}", "{\"command\":\"x\",\"memory_in_mb\":2000000000}", "{\"command\":\"x\",\"name\":\"\"}",
        "{\"command\":\"x\",\"log_rate_limit_in_bytes_per_second\":-2}", "{\"command\":\"x\",\"colour\":\"red\"}",
        "{\"command\":\"" + "x".repeat(5000) + "\"}", "{\"command\":\"x\",\"name\":\"" + "x".repeat(5000) + "\"}")) {
      assertThat(DEVELOPER.post(path(), wrong).status()).as(wrong).isEqualTo(422);
    }
    assertThat(DEVELOPER.post(path(), "{\"command\":\"x\",\"droplet_guid\":\"nope\"}").detail()).isEqualTo("Droplet not found");
    assertThat(SUPPORTER.post(path(), "{\"command\":\"x\"}").status()).isEqualTo(403);
    assertThat(AUDITOR.post(path(), "{\"command\":\"x\"}").status()).isEqualTo(403);
    assertThat(STRANGER.post(path(), "{\"command\":\"x\"}").detail()).isEqualTo("App not found");
    Answer bare = DEVELOPER.post("/v3/apps", "{\"name\":\"" + Tenants.unique("bare")
        + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}");
    assertThat(DEVELOPER.post("/v3/apps/" + bare.at("/guid") + "/tasks", "{\"command\":\"x\"}").detail())
        .isEqualTo("Task must have a droplet. Specify droplet or assign current droplet to app.");
  }

  @Test
  void metadata_isChangedByThoseWhoMay() {
    Answer made = waiting();
    String one = "/v3/tasks/" + made.at("/guid");
    String change = "{\"metadata\":{\"labels\":{\"env\":\"test\"},\"annotations\":{\"note\":\"x\"}}}";
    assertThat(DEVELOPER.patch(one, change).at("/metadata/labels/env")).isEqualTo("test");
    assertThat(DEVELOPER.get("/v3/tasks?label_selector=env=test").body()).contains(made.at("/guid"));
    assertThat(AUDITOR.patch(one, change).status()).isEqualTo(403);
    assertThat(STRANGER.patch(one, change).status()).isEqualTo(404);
    assertThat(DEVELOPER.patch(one, "{\"metadata\":{\"labels\":{\"?\":\"test\"}}}").status()).isEqualTo(422);
    assertThat(AUDITOR.post(one + "/actions/cancel", "").status()).isEqualTo(403);
    assertThat(STRANGER.post(one + "/actions/cancel", "").status()).isEqualTo(404);
  }

  @Test
  void deletingTheApp_endsItsTasks() {
    String other = new Pusher(CONTROLLER, DEVELOPER, SPACE).pushed(Tenants.unique("app"), new Zips().file("a", "b").bytes());
    Answer made = DEVELOPER.post("/v3/apps/" + other + "/tasks", "{\"command\":\"sleep 1000\"}");
    StartInstance start = started(made);
    tell(start, InstanceState.RUNNING, 0, "");
    until(made, "RUNNING");
    assertThat(DEVELOPER.job(DEVELOPER.delete("/v3/apps/" + other)).at("/state")).isEqualTo("COMPLETE");
    assertThat(DEVELOPER.get("/v3/tasks/" + made.at("/guid")).status()).isEqualTo(404);
    assertThat(ADMIN.get("/v3/tasks?guids=" + made.at("/guid")).at("/pagination/total_results")).isEqualTo("0");
    cell.next(m -> m.hasStopInstance() && m.getStopInstance().getInstanceGuid().equals(start.getInstanceGuid()));
    tell(start, InstanceState.STOPPED, 143, "");
    noted(start);
  }

  @Test
  void quotas_andTheFeatureFlag_areHeld() {
    String org = TENANTS.organization();
    String space = TENANTS.space(org);
    Http developer = TENANTS.with("space_developer", org, space);
    String limited = new Pusher(CONTROLLER, developer, space).pushed(Tenants.unique("app"), new Zips().file("a", "b").bytes());
    String quota = Tenants.unique("quota");
    JdbcClient jdbc = CONTROLLER.bean(JdbcClient.class);
    jdbc.sql("insert into organization_quotas (guid, name, total_app_tasks, created_at, updated_at) values (?, ?, 1, now(), now())")
        .params(quota, quota).update();
    jdbc.sql("update organizations set quota_guid = ? where guid = ?").params(quota, org).update();
    Answer first = developer.post("/v3/apps/" + limited + "/tasks", "{\"command\":\"sleep 100\"}");
    assertThat(first.status()).as(first.toString()).isEqualTo(202);
    Answer second = developer.post("/v3/apps/" + limited + "/tasks", "{\"command\":\"sleep 100\"}");
    assertThat(second.status()).as(second.toString()).isEqualTo(422);
    assertThat(second.detail()).isEqualTo("app_task_limit quota exceeded");
    ADMIN.patch("/v3/feature_flags/task_creation", "{\"enabled\":false}");
    try {
      assertThat(developer.post("/v3/apps/" + limited + "/tasks", "{\"command\":\"x\"}").detail()).isEqualTo("Feature Disabled: task_creation");
    } finally {
      ADMIN.patch("/v3/feature_flags/task_creation", "{\"enabled\":true}");
    }
  }
}
