package dev.ingot.cell.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.HealthCheck;
import dev.ingot.api.cell.v1.HealthCheckType;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.Sidecar;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.api.cell.v1.StopInstance;
import dev.ingot.api.cell.v1.TaskNoted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The cell process as the controller and the kernel see it: real runc, conmon, nftables. The cleanup comes last: it must find all this. */
@Tag("runc")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CellIT {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @TempDir static Path work;
  private static TestController controller;
  private static TestCell cell;
  private static TestImage app;
  private static TestImage hostile;
  private static MachineState before;

  @BeforeAll
  static void open() throws Exception {
    Needs.rootAndRunc();
    controller = new TestController();
    app = TestImage.app(work);
    hostile = TestImage.hostile();
    controller.serve(app);
    controller.serve(hostile);
    cell = new TestCell(work, controller, 18_479);
    cell.cleanup();
    before = MachineState.now();
    cell.start();
  }

  @AfterAll
  static void close() throws Exception {
    if (cell != null) {
      cell.kill();
      cell.cleanup();
      controller.close();
    }
  }

  @Test
  @Order(1)
  void startedInstance_becomesHealthyAndServesOnItsAddress() throws Exception {
    InstanceEvent running = run(spec().build());
    assertThat(running.getPort()).isEqualTo(8080);
    assertThat(get(running, "/")).contains("hello from " + running.getInstanceGuid());
    String env = get(running, "/env");
    assertThat(env).contains("FROM_IMAGE=yes", "PORT=8080", "INSTANCE_INDEX=0", "CF_INSTANCE_GUID=" + running.getInstanceGuid(), "HOME=/home/vcap/app",
        "TMPDIR=/home/vcap/tmp", "USER=vcap", "MEMORY_LIMIT=64m", "CF_INSTANCE_INTERNAL_IP=" + running.getContainerAddress(), "GIVEN=by the user",
        "\"instance_index\":0", "\"name\":\"web\"");
    assertThat(get(running, "/status")).contains("Uid:\t2000", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2");
    assertThat(get(running, "/read?file=/sys/fs/cgroup/memory/memory.limit_in_bytes")).isEqualTo(Long.toString(64L << 20) + "\n");
    assertThat(get(running, "/read?file=/etc/hosts")).contains(running.getContainerAddress());
    assertThat(get(running, "/read?file=/proc/keys")).isEmpty();
    stop(running);
  }

  @Test
  @Order(2)
  void commandsTwice_changeNothing() throws Exception {
    StartInstance spec = spec().build();
    InstanceEvent running = run(spec);
    controller.send(ControllerMessage.newBuilder().setStartInstance(spec).build());
    Thread.sleep(300);
    assertThat(containers()).containsOnlyOnce(spec.getInstanceGuid());
    assertThat(get(running, "/")).contains("hello");
    stop(running);
    controller.send(stopMessage(running.getInstanceGuid()));
    controller.send(stopMessage("never-was-here"));
    controller.awaitEvent("answer for an unknown instance", e -> e.getInstanceGuid().equals("never-was-here") && e.getState() == InstanceState.STOPPED);
  }

  @Test
  @Order(3)
  void crash_isToldWithItsExitCode() throws Exception {
    StartInstance spec = spec().putEnv("EXIT_AT_ONCE", "7").build();
    start(spec);
    InstanceEvent crashed = await(spec, InstanceState.CRASHED);
    assertThat(crashed.getExitStatus()).isEqualTo(7);
    assertThat(crashed.getExitDescription()).isEqualTo("APP/PROC/WEB: Exited with status 7");
    log(spec, "last words");
    log(spec, "Exit status 7");
  }

  @Test
  @Order(4)
  void outOfMemory_isTold() throws Exception {
    InstanceEvent running = run(spec().build());
    getQuietly(running, "/oom");
    InstanceEvent crashed = controller.awaitEvent("crash",
        e -> e.getInstanceGuid().equals(running.getInstanceGuid()) && e.getState() == InstanceState.CRASHED);
    assertThat(crashed.getOutOfMemory()).isTrue();
    assertThat(crashed.getExitDescription()).isEqualTo("APP/PROC/WEB: Exited with status 137 (out of memory)");
  }

  @Test
  @Order(5)
  void neverHealthy_isACrashWithTheReason() throws Exception {
    StartInstance spec = spec().putEnv("DEAF", "1").setHealthCheck(HealthCheck.newBuilder().setType(HealthCheckType.PORT).setTimeoutSeconds(2)).build();
    start(spec);
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).startsWith("Instance never healthy after 2s: ").contains("refused");
  }

  @Test
  @Order(6)
  void httpCheck_takesOnly200() throws Exception {
    StartInstance good = spec().setHealthCheck(HealthCheck.newBuilder().setType(HealthCheckType.HTTP).setEndpoint("/status")).build();
    stop(run(good));
  }

  @Test
  @Order(7)
  void stubbornApp_isKilledAfterTheGrace() throws Exception {
    InstanceEvent running = run(spec().putEnv("STUBBORN", "1").build());
    long begin = System.nanoTime();
    controller.send(ControllerMessage.newBuilder()
        .setStopInstance(StopInstance.newBuilder().setInstanceGuid(running.getInstanceGuid()).setGraceSeconds(1)).build());
    controller.awaitEvent("stop", e -> e.getInstanceGuid().equals(running.getInstanceGuid()) && e.getState() == InstanceState.STOPPED);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
    log(running.getInstanceGuid(), "got SIGTERM");
    log(running.getInstanceGuid(), "exceeded 1s graceful shutdown interval");
  }

  @Test
  @Order(8)
  void disk_isFullAtItsLimit() throws Exception {
    InstanceEvent running = run(spec().setDiskBytes(64L << 20).build());
    String[] answer = get(running, "/fill?dir=/home/vcap/tmp").split(" ", 2);
    assertThat(answer[1]).contains("no space left");
    assertThat(Long.parseLong(answer[0])).isBetween((64L << 20), (80L << 20));
    assertThat(get(running, "/")).contains("hello");
    stop(running);
  }

  @Test
  @Order(9)
  void container_reachesNeitherTheMachineNorAnotherContainer() throws Exception {
    InstanceEvent one = run(spec().build());
    InstanceEvent other = run(spec().setIndex(1).build());
    assertThat(get(one, "/dial?to=" + one.getContainerAddress() + ":8080")).contains("connected");
    assertThat(get(one, "/dial?to=" + other.getContainerAddress() + ":8080")).doesNotContain("connected");
    assertThat(get(one, "/dial?to=127.0.0.1:" + controller.httpPort())).doesNotContain("connected");
    assertThat(get(one, "/dial?to=10.139.77.1:" + controller.httpPort())).doesNotContain("connected");
    stop(one);
    stop(other);
  }

  @Test
  @Order(10)
  void killedCell_keepsInstancesServingAndFindsThem() throws Exception {
    InstanceEvent lives = run(spec().build());
    InstanceEvent dies = run(spec().setIndex(1).build());
    int hellos = controller.hellos.size();
    cell.kill();
    assertThat(get(lives, "/")).contains("hello");
    getQuietly(dies, "/exit?code=5");
    get(lives, "/log?lines=50");
    cell.start();
    TestController.await("hello again", Duration.ofSeconds(15), () -> controller.hellos.size() > hellos ? Optional.of(1) : Optional.empty());
    assertThat(controller.hellos.getLast().getInventoryList()).anyMatch(
        e -> e.getInstanceGuid().equals(lives.getInstanceGuid()) && e.getState() == InstanceState.RUNNING && e.getRoutable());
    InstanceEvent crashed = controller.awaitEvent("crash found",
        e -> e.getInstanceGuid().equals(dies.getInstanceGuid()) && e.getState() == InstanceState.CRASHED);
    assertThat(crashed.getExitStatus()).isEqualTo(5);
    assertThat(get(lives, "/")).contains("hello");
    log(lives.getInstanceGuid(), "line 49 ");
    assertThat(lines(lives.getInstanceGuid()).filter(l -> l.startsWith("line ")).count()).isEqualTo(50);
    assertThat(lines(lives.getInstanceGuid()).filter(l -> l.startsWith("listening")).count()).isEqualTo(1);
    assertThat(cell.residentKb()).as("KB resident").isLessThan(150_000);
    stop(lives);
  }

  @Test
  @Order(11)
  void logs_areCompleteOverRotationAndAnAbsentController() throws Exception {
    InstanceEvent running = run(spec().build());
    int count = 25_000;
    controller.down();
    get(running, "/log?lines=" + count / 2);
    controller.up();
    get(running, "/log?lines=" + count / 2);
    List<String> expected = IntStream.range(0, count).mapToObj(i -> "line " + i % (count / 2)).toList();
    TestController.await("all lines", Duration.ofSeconds(60), () -> lines(running.getInstanceGuid()).filter(l -> l.startsWith("line ")).count()
        >= count ? Optional.of(1) : Optional.empty());
    assertThat(lines(running.getInstanceGuid()).filter(l -> l.startsWith("line ")).map(l -> l.substring(0, l.lastIndexOf(' '))))
        .containsExactlyElementsOf(expected);
    assertThat(cell.residentKb()).as("KB resident after a burst").isLessThan(180_000);
    stop(running);
  }

  @Test
  @Order(12)
  void metrics_tellMemoryAndDisk() throws Exception {
    InstanceEvent running = run(spec().build());
    var m = TestController.await("metrics", Duration.ofSeconds(10), () -> Optional.ofNullable(controller.metrics.get(running.getInstanceGuid()))
        .filter(x -> x.getMemoryBytes() > 0));
    assertThat(m.getMemoryBytes()).isBetween(100_000L, 64L << 20);
    assertThat(m.getMemoryLimitBytes()).isEqualTo(64L << 20);
    assertThat(m.getDiskBytes()).isLessThan(10L << 20);
    stop(running);
  }

  @Test
  @Order(13)
  void hostileLayer_isRefusedAndWritesNothingOutside() throws Exception {
    StartInstance spec = spec().setImage(Image.newBuilder().setRepository("apps/x").setDigest(hostile.digest)).build();
    start(spec);
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).startsWith("failed to create container: Image apps/x@sha256:");
    assertThat(Path.of("/tmp/ingot-escaped")).doesNotExist();
  }

  @Test
  @Order(14)
  void missingImage_isACrashWithTheReason() throws Exception {
    String digest = "sha256:" + "0".repeat(64);
    StartInstance spec = spec().setImage(Image.newBuilder().setRepository("apps/x").setDigest(digest)).build();
    start(spec);
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).contains(digest);
  }

  @Test
  @Order(15)
  void startTime_isNearBareRunc() throws Exception {
    stop(run(spec().build()));
    for (int i = 0; i < 5; i++) {
      StartInstance spec = spec().build();
      long begin = System.nanoTime();
      start(spec);
      await(spec, InstanceState.RUNNING);
      System.err.println("start to RUNNING told: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      stop(controller.awaitEvent("running", e -> e.getInstanceGuid().equals(spec.getInstanceGuid())));
    }
  }

  @Test
  @Order(16)
  void health_answersOnLoopback() throws Exception {
    var answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:18479/health")).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"UP\"");
  }

  @Test
  @Order(20)
  void task_runsToItsEnd_andIsToldUntilItIsNoted() throws Exception {
    StartInstance good = task("EXIT_AT_ONCE", "0");
    start(good);
    InstanceEvent done = await(good, InstanceState.COMPLETED);
    assertThat(done.getTask()).isTrue();
    assertThat(done.getExitStatus()).isZero();
    StartInstance bad = task("EXIT_AT_ONCE", "3");
    start(bad);
    assertThat(await(bad, InstanceState.CRASHED).getExitDescription()).isEqualTo("APP/TASK/migrate: Exited with status 3");
    log(good, "last words");
    assertThat(controller.logs).filteredOn(l -> l.getTagsOrDefault("instance_guid", "").equals(good.getInstanceGuid()))
        .extracting(LogLine::getSourceType).contains("APP/TASK/migrate").containsOnly("APP/TASK/migrate", "CELL");
    assertThat(lines(good.getInstanceGuid())).noneMatch(l -> l.contains("health"));
    controller.send(ControllerMessage.newBuilder().setTaskNoted(TaskNoted.newBuilder().setInstanceGuid(good.getInstanceGuid())).build());
  }

  @Test
  @Order(21)
  void taskThatEndsWhileTheCellIsAway_isFoundWithItsResult() throws Exception {
    StartInstance spec = task("DEAF", "");
    start(spec);
    InstanceEvent running = await(spec, InstanceState.RUNNING);
    log(spec, "listening on 8080");
    assertThat(get(running, "/env")).contains("CF_INSTANCE_GUID=" + spec.getInstanceGuid()).doesNotContain("INSTANCE_INDEX", "VCAP_APP_PORT", "instance_index");
    int hellos = controller.hellos.size();
    cell.kill();
    getQuietly(running, "/exit?code=0");
    cell.start();
    TestController.await("hello again", Duration.ofSeconds(15), () -> controller.hellos.size() > hellos ? Optional.of(1) : Optional.empty());
    await(spec, InstanceState.COMPLETED);
  }

  @Test
  @Order(22)
  void stoppedTask_isToldAsStopped() throws Exception {
    StartInstance spec = task("DEAF", "");
    start(spec);
    InstanceEvent running = await(spec, InstanceState.RUNNING);
    log(spec, "listening on 8080");
    stop(running);
  }

  @Test
  @Order(30)
  void sidecar_runsInTheSameContainer_withItsOwnLog_andOutlivesTheCell() throws Exception {
    StartInstance spec = sidecar("PORT", "9090");
    InstanceEvent running = run(spec);
    log(spec, "listening on 9090");
    assertThat(get(running, "/dial?to=127.0.0.1:9090")).contains("connected");
    assertThat(controller.logs).filteredOn(l -> l.getPayload().toStringUtf8().equals("listening on 9090"))
        .extracting(LogLine::getSourceType).contains("APP/PROC/WEB/SIDECAR/HELPER");
    URI own = URI.create("http://" + running.getContainerAddress() + ":9090/env");
    assertThat(HTTP.send(HttpRequest.newBuilder(own).build(), BodyHandlers.ofString()).body()).contains("MEMORY_LIMIT=16m", "GIVEN=by the user")
        .doesNotContain("MEMORY_LIMIT=48m");
    assertThat(get(running, "/env")).contains("MEMORY_LIMIT=48m");
    int hellos = controller.hellos.size();
    cell.kill();
    cell.start();
    TestController.await("hello again", Duration.ofSeconds(15), () -> controller.hellos.size() > hellos ? Optional.of(1) : Optional.empty());
    assertThat(get(running, "/dial?to=127.0.0.1:9090")).contains("connected");
    try {
      HTTP.send(HttpRequest.newBuilder(URI.create("http://" + running.getContainerAddress() + ":9090/exit?code=9")).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      // It ends without an answer: that is what was asked for.
    }
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).isEqualTo("APP/PROC/WEB/SIDECAR/HELPER: Exited with status 9");
  }

  @Test
  @Order(31)
  void stoppedInstance_takesItsSidecarsWithIt() throws Exception {
    StartInstance spec = sidecar("PORT", "9090");
    InstanceEvent running = run(spec);
    log(spec, "listening on 9090");
    stop(running);
    TestController.await("both tell of SIGTERM", Duration.ofSeconds(10),
        () -> lines(spec.getInstanceGuid()).filter("got SIGTERM"::equals).count() == 2 ? Optional.of(2) : Optional.empty());
    assertThat(controller.events).noneMatch(e -> e.getInstanceGuid().equals(spec.getInstanceGuid()) && e.getState() == InstanceState.CRASHED);
  }

  @Test
  @Order(32)
  void crashOfTheFirstProcess_isNotBlamedOnTheSidecar() throws Exception {
    StartInstance spec = sidecar("PORT", "9090");
    InstanceEvent running = run(spec);
    log(spec, "listening on 9090");
    getQuietly(running, "/exit?code=4");
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).isEqualTo("APP/PROC/WEB: Exited with status 4");
  }

  @Test
  @Order(33)
  void sidecarThatCannotStart_failsTheInstance() throws Exception {
    StartInstance spec = spec().addSidecars(Sidecar.newBuilder().setName("helper").addEntrypoint("/no/such/program").setLogSource("X")).build();
    start(spec);
    assertThat(await(spec, InstanceState.CRASHED).getExitDescription()).contains("sidecar helper could not be started", "/no/such/program");
  }

  @Test
  @Order(100)
  void cleanupAfterKill_leavesNothing() throws Exception {
    InstanceEvent ran = run(spec().build());
    run(spec().putEnv("STUBBORN", "1").build());
    cell.kill();
    assertThat(cell.cleanup()).isZero();
    assertThat(MachineState.now()).isEqualTo(before);
    assertThat(cell.cleanup()).as("again").isZero();
    cell.start();
    controller.awaitEvent("told as stopped, not crashed",
        e -> e.getInstanceGuid().equals(ran.getInstanceGuid()) && e.getState() == InstanceState.STOPPED);
    assertThat(controller.events).noneMatch(e -> e.getInstanceGuid().equals(ran.getInstanceGuid()) && e.getState() == InstanceState.CRASHED);
  }

  private static StartInstance.Builder spec() {
    return StartInstance.newBuilder().setInstanceGuid(UUID.randomUUID().toString()).setProcessGuid("p").setProcessVersion("v").setAppGuid("a")
        .setProcessType("web").setImage(Image.newBuilder().setRepository("apps/a").setDigest(app.digest)).setMemoryBytes(64L << 20)
        .setDiskBytes(1L << 30).setLogRateLimitBytes(-1).addPorts(8080).setLogSource("APP/PROC/WEB").putEnv("GIVEN", "by the user")
        .putEnv("VCAP_APPLICATION", "{\"name\":\"web\"}").setHealthCheck(HealthCheck.newBuilder().setType(HealthCheckType.PORT));
  }

  private static StartInstance sidecar(String name, String value) {
    return spec().putEnv("MEMORY_LIMIT", "48m").addSidecars(Sidecar.newBuilder().setName("helper").addEntrypoint("/home/vcap/app/app")
        .putEnv("MEMORY_LIMIT", "16m").putEnv(name, value).setLogSource("APP/PROC/WEB/SIDECAR/HELPER")).build();
  }

  private static StartInstance task(String name, String value) {
    return spec().clearPorts().clearHealthCheck().clearProcessGuid().setTask(true).setLogSource("APP/TASK/migrate").putEnv("PORT", "8080").putEnv(name, value).build();
  }

  private static void start(StartInstance spec) throws InterruptedException {
    controller.send(ControllerMessage.newBuilder().setStartInstance(spec).build());
  }

  private static InstanceEvent run(StartInstance spec) throws InterruptedException {
    start(spec);
    return controller.awaitEvent("routable " + spec.getInstanceGuid(), e -> e.getInstanceGuid().equals(spec.getInstanceGuid())
        && e.getState() == InstanceState.RUNNING && e.getRoutable());
  }

  private static InstanceEvent await(StartInstance spec, InstanceState state) throws InterruptedException {
    return controller.awaitEvent(state + " " + spec.getInstanceGuid(),
        e -> e.getInstanceGuid().equals(spec.getInstanceGuid()) && e.getState() == state);
  }

  private static void stop(InstanceEvent instance) throws InterruptedException {
    controller.send(stopMessage(instance.getInstanceGuid()));
    controller.awaitEvent("stop", e -> e.getInstanceGuid().equals(instance.getInstanceGuid()) && e.getState() == InstanceState.STOPPED);
  }

  private static ControllerMessage stopMessage(String guid) {
    return ControllerMessage.newBuilder().setStopInstance(StopInstance.newBuilder().setInstanceGuid(guid)).build();
  }

  private static String get(InstanceEvent instance, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://" + instance.getContainerAddress() + ":8080" + path);
    return HTTP.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString()).body();
  }

  private static void getQuietly(InstanceEvent instance, String path) throws InterruptedException {
    try {
      get(instance, path);
    } catch (IOException e) {
      // It ends without an answer: that is what was asked for.
    }
  }

  private static Stream<String> lines(String guid) {
    return controller.logs.stream().filter(l -> l.getTagsOrDefault("instance_guid", "").equals(guid)).map(LogLine::getPayload)
        .map(ByteString::toStringUtf8);
  }

  private static void log(StartInstance spec, String text) throws InterruptedException {
    log(spec.getInstanceGuid(), text);
  }

  private static void log(String guid, String text) throws InterruptedException {
    TestController.await("log line: " + text, Duration.ofSeconds(10), () -> lines(guid).filter(l -> l.contains(text)).findFirst());
  }

  private static List<String> containers() throws IOException {
    try (var entries = Files.list(Path.of("/run/ingot", TestCell.PREFIX))) {
      return entries.map(p -> p.getFileName().toString()).toList();
    }
  }
}
