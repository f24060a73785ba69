package dev.ingot.controller.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.build.BuildRequested;
import dev.ingot.controller.instance.InstanceStats.Row;
import dev.ingot.controller.log.LogQuery;
import dev.ingot.controller.log.LogReader;
import dev.ingot.controller.log.LogStore;
import dev.ingot.controller.route.RouteRow;
import dev.ingot.controller.route.RoutesChanged;
import dev.ingot.controller.rpc.StreamServer;
import io.grpc.Status;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole loop against PostgreSQL and cells that dial in over gRPC. */
class RuntimeIT {
  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Path token;
  private static Controller controller;
  private final List<TestCell> cells = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres")).start();
    token = Files.writeString(folder.resolve("join-token"), Controller.TOKEN + "\n");
    controller = new Controller(postgres.getJdbcUrl("postgres", "postgres"), folder.resolve("state"), token);
    Controller.until("it leads", controller::leads);
  }

  @AfterAll
  static void stop() throws Exception {
    controller.close();
    postgres.close();
  }

  @AfterEach
  void clear() {
    cells.forEach(TestCell::close);
    controller.clear();
  }

  private TestCell cell(String id) {
    TestCell cell = controller.cell(id);
    cells.add(cell);
    return cell;
  }

  private static List<String> states(String process) {
    return controller.stats().of(process).stream().map(Row::state).toList();
  }

  private static void untilStates(String process, String... states) {
    Controller.until("states are " + List.of(states), () -> states(process).equals(List.of(states)));
  }

  private StartInstance running(TestCell cell) {
    StartInstance start = cell.nextStart();
    cell.tell(start, InstanceState.RUNNING);
    Controller.until("the row says RUNNING", () -> controller.jdbc.sql("select count(*) from instances where guid = ? and state = 'RUNNING'")
        .param(start.getInstanceGuid()).query(Integer.class).single() == 1);
    return start;
  }

  @Test
  void startedApp_runsOnACell_andStatsNeverAreEmptyMeanwhile() {
    String app = controller.app(2, 64);
    assertThat(states(app)).containsExactly("STARTING", "STARTING");
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance first = running(cell);
    running(cell);
    assertThat(first.getImage().getRepository()).isEqualTo("apps/" + app);
    assertThat(first.getImage().getDigest()).isEqualTo("sha256:abc");
    assertThat(first.getEntrypointList()).containsExactly("/cnb/process/web");
    assertThat(first.getEnvMap()).containsEntry("MEMORY_LIMIT", "64m");
    assertThat(first.getPortsList()).containsExactly(8080);
    assertThat(first.getMemoryBytes()).isEqualTo(64L << 20);
    assertThat(first.getLogSource()).isEqualTo("APP/PROC/WEB");
    untilStates(app, "RUNNING", "RUNNING");
    controller.jdbc.sql("update apps set state = 'STOPPED' where guid = ?").param(app).update();
    controller.changed(app);
    assertThat(List.of(cell.nextStop(), cell.nextStop())).contains(first.getInstanceGuid());
    assertThat(states(app)).containsExactly("DOWN", "DOWN");
  }

  @Test
  void commandOfTheUser_goesThroughTheLauncher_andScaledToZeroIsEmpty() {
    String app = controller.app(0, 64);
    assertThat(states(app)).isEmpty();
    TestCell cell = cell("cell-1").hello(1024, List.of());
    controller.process(app, "command = 'node other.js', instances = 1");
    assertThat(cell.nextStart().getEntrypointList()).containsExactly("/cnb/lifecycle/launcher", "node other.js");
  }

  @Test
  void newVersion_startsBeforeTheOldOneStops_andACrashingOneNeverStopsIt() {
    String app = controller.app(1, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance old = running(cell);
    controller.process(app, "version = 'v2'");
    StartInstance crashing = cell.nextStart();
    assertThat(crashing.getProcessVersion()).isEqualTo("v2");
    cell.crash(crashing, "boom");
    StartInstance again = cell.nextStart();
    assertThat(cell.rest()).isEmpty();
    cell.tell(again, InstanceState.RUNNING);
    ControllerMessage stop = cell.next(ControllerMessage::hasStopInstance);
    assertThat(stop.getStopInstance().getInstanceGuid()).isEqualTo(old.getInstanceGuid());
    assertThat(stop.getStopInstance().getDrainSeconds()).isEqualTo(1);
    cell.tell(old, InstanceState.STOPPED);
    Controller.until("the old row is gone", () -> controller.jdbc.sql("select count(*) from instances where process_guid = ?").param(app)
        .query(Integer.class).single() == 1);
  }

  @Test
  void newVersionWithoutRoom_waitsForTheOldOneToEnd() {
    String app = controller.app(1, 600);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance old = running(cell);
    untilStates(app, "RUNNING");
    controller.process(app, "version = 'v2'");
    assertThat(cell.nextStop()).isEqualTo(old.getInstanceGuid());
    assertThat(cell.rest()).isEmpty();
    cell.tell(old, InstanceState.STOPPED);
    assertThat(cell.nextStart().getProcessVersion()).isEqualTo("v2");
  }

  @Test
  void appThatIsTooLarge_isDownAndSaysWhy() {
    cell("cell-1").hello(1024, List.of());
    String app = controller.app(1, 4096);
    untilStates(app, "DOWN");
    assertThat(controller.stats().of(app).getFirst().details()).isEqualTo("insufficient resources: memory");
  }

  @Test
  void crashes_restartTwiceAtOnce_thenWait_andAreTold() {
    String app = controller.app(1, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    for (int crash = 1; crash <= 3; crash++) {
      cell.crash(running(cell), "APP/PROC/WEB: Exited with status 137 (out of memory)");
    }
    untilStates(app, "CRASHED");
    assertThat(controller.stats().of(app).getFirst().details()).isEqualTo("APP/PROC/WEB: Exited with status 137 (out of memory)");
    assertThat(cell.rest()).isEmpty();
    Controller.CLOCK.pass(Duration.ofSeconds(10));
    cell.heartbeat();
    assertThat(cell.rest()).isEmpty();
    Controller.CLOCK.pass(Duration.ofSeconds(10));
    cell.heartbeat();
    cell.rest();
    Controller.CLOCK.pass(Duration.ofSeconds(10));
    cell.heartbeat();
    controller.changed(app);
    running(cell);
    untilStates(app, "RUNNING");
    assertThat(controller.jdbc.sql("select count(*) from audit_events where type = 'app.crash' and target_guid = ?").param(app)
        .query(Integer.class).single()).isEqualTo(3);
    assertThat(controller.context.getBean(LogReader.class).read(app, LogQuery.newest(100)))
        .anyMatch(l -> l.getSourceType().equals("API") && l.getPayload().toStringUtf8().contains("\"crash_count\"=>3"));
  }

  @Test
  void cellThatDialsAgain_keepsWhatRuns_isToldAgainWhatItMissed_andStopsWhatNobodyKnows() {
    String app = controller.app(2, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance runs = running(cell);
    StartInstance missed = cell.nextStart();
    untilStates(app, runs.getIndex() == 0 ? new String[] {"RUNNING", "STARTING"} : new String[] {"STARTING", "RUNNING"});
    cell.close();
    StartInstance stranger = missed.toBuilder().setInstanceGuid("stranger").setAppGuid("gone").setProcessGuid("gone").build();
    TestCell back = cell("cell-1").hello(1024, List.of(TestCell.event(runs, InstanceState.RUNNING), TestCell.event(stranger, InstanceState.RUNNING)));
    assertThat(back.nextStop()).isEqualTo("stranger");
    List<ControllerMessage> rest = back.rest();
    assertThat(rest).hasSize(1);
    assertThat(rest.getFirst().getStartInstance().getInstanceGuid()).isEqualTo(missed.getInstanceGuid());
  }

  @Test
  void instancesGoneWhileTheCellWasAway_areStartedAnewWithoutCountingACrash() {
    String app = controller.app(1, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance gone = running(cell);
    untilStates(app, "RUNNING");
    cell.close();
    StartInstance again = cell("cell-1").hello(1024, List.of()).nextStart();
    assertThat(again.getInstanceGuid()).isNotEqualTo(gone.getInstanceGuid());
    assertThat(controller.jdbc.sql("select crash_count from instances where process_guid = ?").param(app).query(Integer.class).single()).isZero();
  }

  @Test
  void silentCell_isLost_itsInstanceIsReplaced_andStaysUntilTheReplacementServes() {
    String app = controller.app(1, 64);
    TestCell silent = cell("cell-1").hello(1024, List.of());
    StartInstance first = running(silent);
    untilStates(app, "RUNNING");
    TestCell other = cell("cell-2").hello(1024, List.of());
    for (int i = 0; i < 4; i++) {
      Controller.CLOCK.pass(Duration.ofSeconds(7));
      other.heartbeat();
      Controller.until("the lease is renewed", () -> controller.jdbc.sql("select lease_until > ?::timestamptz + interval '14 s' from cells where id = 'cell-2'")
          .param(Controller.CLOCK.instant().toString()).query(Boolean.class).optional().orElse(false));
    }
    StartInstance replacement = other.nextStart();
    assertThat(replacement.getIndex()).isZero();
    assertThat(controller.jdbc.sql("select routable from instances where guid = ?").param(first.getInstanceGuid()).query(Boolean.class).single()).isTrue();
    other.tell(replacement, InstanceState.RUNNING);
    Controller.until("the lost row is gone", () -> controller.jdbc.sql("select count(*) from instances where guid = ?")
        .param(first.getInstanceGuid()).query(Integer.class).single() == 0);
    TestCell back = cell("cell-1").hello(1024, List.of(TestCell.event(first, InstanceState.RUNNING)));
    assertThat(back.nextStop()).isEqualTo(first.getInstanceGuid());
    assertThat(other.rest()).isEmpty();
  }

  @Test
  void restartOfOneInstance_stopsItAndStartsAnother() {
    String app = controller.app(1, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance first = running(cell);
    untilStates(app, "RUNNING");
    assertThat(controller.stats().restart(app, 0)).isTrue();
    assertThat(controller.stats().restart(app, 7)).isFalse();
    assertThat(cell.rest()).extracting(ControllerMessage::getMessageCase).containsExactlyInAnyOrder(
        ControllerMessage.MessageCase.STOP_INSTANCE, ControllerMessage.MessageCase.START_INSTANCE);
    assertThat(first.getIndex()).isZero();
  }

  private static void build(String app, int memoryMb) {
    controller.jdbc.sql("""
        insert into packages (guid, app_guid, type, state, digest, created_at, updated_at) values (:p, :app, 'bits', 'READY', 'sha256:9', now(), now());
        insert into builds (guid, app_guid, package_guid, state, staging_memory_mb, staging_disk_mb, created_at, updated_at)
        values (:b, :app, :p, 'STAGING', :memory, 1024, :now::timestamptz, now())
        """).param("p", "p-" + app).param("b", "b-" + app).param("app", app).param("memory", memoryMb)
        .param("now", Controller.CLOCK.instant().toString()).update();
    controller.context.publishEvent(new BuildRequested("b-" + app));
  }

  private static void stack() {
    controller.jdbc.sql("""
        insert into stacks (guid, name, build_repository, build_digest, run_repository, run_digest, created_at, updated_at)
        values ('s', 'debian', 'stacks/debian/build', 'sha256:b', 'stacks/debian/run', 'sha256:r', now(), now()) on conflict do nothing
        """).update();
  }

  private static String buildState(String app) {
    return controller.jdbc.sql("select state || ' ' || coalesce(error, '') from builds where guid = ?").param("b-" + app).query(String.class).single();
  }

  private static void untilBuild(String app, String state) {
    Controller.until("the build is " + state, () -> buildState(app).startsWith(state));
  }

  @Test
  void build_isStagedOnACell_andItsResultArrives() {
    stack();
    String app = controller.app(0, 64);
    TestCell cell = cell("cell-1").hello(4096, List.of());
    build(app, 1024);
    Stage stage = cell.next(ControllerMessage::hasStage).getStage();
    assertThat(stage.getPackagePath()).isEqualTo("/internal/packages/p-" + app + "/bits");
    assertThat(stage.getBuildImage().getDigest()).isEqualTo("sha256:b");
    assertThat(stage.getTargetRepository()).isEqualTo("apps/" + app);
    assertThat(stage.getTargetTag()).isEqualTo("b-" + app);
    assertThat(stage.getPreviousImage().getDigest()).isEqualTo("sha256:abc");
    assertThat(stage.getEnvMap()).containsEntry("CF_STACK", "debian");
    cell.send(CellMessage.newBuilder().setStagingResult(StagingResult.newBuilder().setBuildGuid("b-" + app)
        .setStaged(StagedDroplet.getDefaultInstance())).build());
    untilBuild(app, "STAGED");
  }

  @Test
  void build_failsHonestly_withoutStack_withoutRoom_andWhenItsCellWasRestarted() {
    String app = controller.app(0, 64);
    TestCell cell = cell("cell-1").hello(4096, List.of());
    build(app, 1024);
    untilBuild(app, "FAILED StagingError - no stack has images yet");
    stack();
    String huge = controller.app(0, 64);
    build(huge, 8192);
    untilBuild(huge, "FAILED InsufficientResources");
    String interrupted = controller.app(0, 64);
    build(interrupted, 1024);
    cell.next(ControllerMessage::hasStage);
    Controller.until("it is noted that the cell was told", () -> controller.jdbc.sql("select sent_at is not null from builds where guid = ?")
        .param("b-" + interrupted).query(Boolean.class).single());
    cell.close();
    TestCell back = cell("cell-1").hello(4096, List.of(), "b-unknown");
    assertThat(back.next(ControllerMessage::hasCancelStaging).getCancelStaging().getBuildGuid()).isEqualTo("b-unknown");
    assertThat(buildState(interrupted)).startsWith("STAGING");
    Controller.CLOCK.pass(Duration.ofSeconds(6));
    back.heartbeat();
    untilBuild(interrupted, "FAILED StagingError - cell cell-1 was restarted");
  }

  @Test
  void resultOfABuildThatEndedWhileTheCellWasAway_isTaken() {
    stack();
    String app = controller.app(0, 64);
    TestCell cell = cell("cell-1").hello(4096, List.of());
    build(app, 1024);
    cell.next(ControllerMessage::hasStage);
    Controller.until("it is noted that the cell was told", () -> controller.jdbc.sql("select sent_at is not null from builds where guid = ?")
        .param("b-" + app).query(Boolean.class).single());
    cell.close();
    TestCell back = cell("cell-1").hello(4096, List.of());
    back.rest();
    back.send(CellMessage.newBuilder().setStagingResult(StagingResult.newBuilder().setBuildGuid("b-" + app)
        .setStaged(StagedDroplet.getDefaultInstance())).build());
    untilBuild(app, "STAGED");
  }

  @Test
  void logBatch_isStored_andAcknowledgedOnceItIsOnDisk() {
    String app = controller.app(0, 64);
    TestCell cell = cell("cell-1").hello(1024, List.of());
    cell.send(CellMessage.newBuilder().setLogs(LogBatch.newBuilder().setSequence(42).addLines(
        LogLine.newBuilder().setAppGuid(app).setSourceType("APP/PROC/WEB").setTimestampNanos(5))).build());
    assertThat(cell.next(ControllerMessage::hasLogAck).getLogAck().getSequence()).isEqualTo(42);
    assertThat(controller.context.getBean(LogReader.class).read(app, LogQuery.newest(10))).hasSize(1);
  }

  @Test
  void router_getsASnapshot_thenWhatChanges_andStoppingInstancesLeaveAtOnce() {
    String app = controller.app(1, 64);
    Controller.ROUTES.add(new RouteRow("r1", "web.apps.localhost", "", Map.of(),
        List.of(new RouteRow.Destination("d1", app, "web", null, "http1", null))));
    TestCell cell = cell("cell-1").hello(1024, List.of());
    StartInstance start = running(cell);
    untilStates(app, "RUNNING");
    try (TestRouter router = new TestRouter(controller.context.getBean(StreamServer.class).port(), Controller.TOKEN)) {
      RouteUpdate snapshot = router.next();
      assertThat(snapshot.getSnapshot()).isTrue();
      assertThat(snapshot.getRoutesList()).singleElement().satisfies(r -> {
        assertThat(r.getHost()).isEqualTo("web.apps.localhost");
        assertThat(r.getEndpointsList()).singleElement().satisfies(e -> assertThat(e.getAddress() + ":" + e.getPort()).isEqualTo("10.1.0.1:8080"));
      });
      controller.process(app, "instances = 0");
      RouteUpdate delta = router.next();
      assertThat(delta.getSnapshot()).isFalse();
      assertThat(delta.getVersion()).isEqualTo(snapshot.getVersion() + 1);
      assertThat(delta.getRoutes(0).getEndpointsList()).isEmpty();
      assertThat(cell.nextStop()).isEqualTo(start.getInstanceGuid());
      router.log(app, 7);
      assertThat(router.next().getAccessLogAck()).isEqualTo(7);
      Controller.ROUTES.clear();
      controller.context.publishEvent(new RoutesChanged());
      assertThat(router.next().getRemovedList()).containsExactly("r1");
    }
  }

  private static HttpResponse<String> get(String path, String user) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controller.context.getEnvironment().getProperty("local.server.port") + path));
    if (!user.isEmpty()) {
      controller.jdbc.sql("insert into users (guid, username, created_at, updated_at) values (?, ?, now(), now()) on conflict do nothing").params(user, user).update();
      if (user.equals("boss")) {
        controller.jdbc.sql("insert into group_members (group_guid, user_guid) select guid, 'boss' from user_groups where display_name = ? on conflict do nothing")
            .param(Caller.ADMIN).update();
      }
      Caller caller = new Caller(Caller.Kind.USER, user, user, "uaa", Set.of(Caller.ADMIN, "cloud_controller.read", "cloud_controller.write"), List.of());
      request.header("Authorization", "Bearer " + controller.context.getBean(Tokens.class).issue(caller, "cf").accessToken());
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void logCache_answersExactlyWhatTheCliAccepts_andOnlyToThoseWhoMayRead() throws Exception {
    String app = controller.app(0, 64);
    assertThat(get("/api/v1/info", "").body()).contains("\"version\":\"3.0.0\"");
    String path = "/api/v1/read/" + app + "?start_time=-6795364578871345152&limit=1000&descending=true";
    assertThat(get(path, "boss").body()).isEqualTo("{\"envelopes\":{\"batch\":[]}}");
    controller.context.getBean(LogStore.class).append(app, "API", "hello world");
    String time = Long.toString(Controller.CLOCK.instant().getEpochSecond() * 1_000_000_000L);
    String line = "{\"envelopes\":{\"batch\":[{\"timestamp\":\"" + time + "\",\"source_id\":\"" + app + "\",\"instance_id\":\"0\","
        + "\"deprecated_tags\":{},\"tags\":{\"app_id\":\"" + app + "\",\"app_name\":\"" + app + "\",\"instance_id\":\"0\",\"organization_id\":\"to\","
        + "\"organization_name\":\"to\",\"source_id\":\"" + app + "\",\"source_type\":\"API\",\"space_id\":\"ts\",\"space_name\":\"ts\"},\"log\":{\"payload\":\"aGVsbG8gd29ybGQ=\",\"type\":\"OUT\"}}]}}";
    assertThat(get(path + "&envelope_types=LOG", "boss").body()).isEqualTo(line);
    assertThat(get("/log-cache" + path, "boss").body()).isEqualTo(line);
    assertThat(get(path + "&envelope_types=GAUGE", "boss").body()).isEqualTo("{\"envelopes\":{\"batch\":[]}}");
    assertThat(get(path, "stranger").statusCode()).isEqualTo(404);
    assertThat(get(path, "").statusCode()).isEqualTo(401);
    assertThat(get("/api/v1/read/no-such-app", "boss").statusCode()).isEqualTo(404);
    for (String bad : List.of("limit=0", "limit=1001", "limit=x", "start_time=99999999999999999999", "descending=maybe", "envelope_types=SPAM")) {
      assertThat(get("/api/v1/read/" + app + "?" + bad, "boss").statusCode()).as(bad).isEqualTo(400);
    }
    assertThat(get("/v3/apps/" + app + "/logs/stream?recent=1001", "boss").statusCode()).isEqualTo(400);
    assertThat(get("/v3/apps/" + app + "/logs/stream", "stranger").statusCode()).isEqualTo(404);
  }

  @Test
  void liveLog_givesRecentLinesThenNewOnes_eachOnce() throws Exception {
    String app = controller.app(0, 64);
    LogStore logs = controller.context.getBean(LogStore.class);
    logs.append(app, "API", "one\ntwo\nthree");
    get("/v3/info", "boss");
    Caller boss = new Caller(Caller.Kind.USER, "boss", "boss", "uaa", Set.of(Caller.ADMIN), List.of());
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controller.context.getEnvironment().getProperty("local.server.port")
        + "/v3/apps/" + app + "/logs/stream?recent=2"))
        .header("Authorization", "Bearer " + controller.context.getBean(Tokens.class).issue(boss, "cf").accessToken()).build();
    HttpClient client = HttpClient.newHttpClient();
    try (Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      Iterator<String> data = lines.filter(l -> l.startsWith("data:")).map(l -> JsonMapper.shared().readTree(l.substring(5)).get("message").stringValue())
          .iterator();
      assertThat(data.next()).isEqualTo("two");
      assertThat(data.next()).isEqualTo("three");
      logs.append(app, "API", "four");
      assertThat(data.next()).isEqualTo("four");
    } finally {
      client.shutdownNow();
    }
  }

  @Test
  void wrongTokenAndWrongHello_areRefused() throws InterruptedException {
    try (TestCell stranger = new TestCell("x", controller.context.getBean(StreamServer.class).port(), "wrong")) {
      assertThat(stranger.ended.poll(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
    TestCell rude = cell("x");
    rude.heartbeat();
    assertThat(rude.ended.poll(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void secondController_refusesCells_andTakesOverWithoutReplacingAnything() throws Exception {
    String app = controller.app(1, 64);
    StartInstance runs = running(cell("cell-1").hello(1024, List.of()));
    untilStates(app, "RUNNING");
    Controller second = new Controller(postgres.getJdbcUrl("postgres", "postgres"), folder.resolve("second"), token);
    try (TestCell refused = second.cell("cell-1")) {
      assertThat(second.leads()).isFalse();
      assertThat(refused.ended.poll(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    assertThat(second.stats().of(app)).extracting(Row::state).containsExactly("RUNNING");
    controller.close();
    controller = second;
    Controller.until("the second leads", second::leads);
    TestCell back = cell("cell-1").hello(1024, List.of(TestCell.event(runs, InstanceState.RUNNING)));
    assertThat(back.rest()).isEmpty();
    assertThat(states(app)).containsExactly("RUNNING");
  }
}
