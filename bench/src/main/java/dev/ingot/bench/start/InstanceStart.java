package dev.ingot.bench.start;

import dev.ingot.bench.Bench;
import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.Setting;
import dev.ingot.bench.docker.DockerEngine;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.platform.AppUnderTest;
import dev.ingot.bench.platform.AppUnderTest.Line;
import dev.ingot.bench.report.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Image cached → process exec'd in its network, and what a user sees of it: scale by one → first 200 of the new instance. */
public final class InstanceStart implements Bench {
  private static final int ROUNDS = 11;
  private static final String CELL = "cell: StartInstance → exec'd";
  private static final String USER = "user: scale +1 → its first 200";
  private static final String RUNC = "runc run";
  private static final String DOCKER = "docker run";

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "Start of an instance whose image is cached";
  }

  @Override
  public String method() {
    return "App: samples/binary-go. \"cell\" is the time between the cell's own log lines \"creating container\" (written when StartInstance arrives) and "
        + "\"successfully created container\" (written when `runc start` has returned), times from log-cache; it includes the network, the writable layer, the "
        + "overlay and conmon. \"user\" adds API, scheduler, health check (first probe), route and router; asked every 2 ms. `runc run -d`: the cell's own config.json "
        + "(same seccomp, limits and layers) with overlay and network namespace (without interface) made before, so runc does less. `docker run -d`: same image "
        + "and memory limit, Docker's default seccomp and bridge, no ports published.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    Path go = dev.ingot.bench.platform.Samples.binaryGo(setting.installation(), setting.scratch());
    try (AppUnderTest app = AppUnderTest.push(setting.installation(), go, "bench-start", "-m", "32M", "-u", "http", "--endpoint", "/");
        RuncPeer runc = RuncPeer.of(setting.installation(), app.instanceGuid(0), setting.scratch());
        DockerEngine engine = DockerEngine.start(setting.scratch(), setting.installation())) {
      DockerPeer docker = new DockerPeer(engine, setting.installation().authority() + "/" + app.image());
      Map<String, Samples> taken = new Rounds()
          .add("ingot", round -> ingot(app))
          .add(RUNC, round -> Map.of(RUNC, runc.run()))
          .add(DOCKER, round -> Map.of(DOCKER, docker.run()))
          .run(1, ROUNDS);
      return List.of(
          Row.against(CELL, "ms", taken.get(CELL), taken.get(RUNC), 2, "≤ 2 × runc run"),
          Row.against(CELL, "ms", taken.get(CELL), taken.get(DOCKER), 0.5, "≤ ½ of docker run"),
          Row.plain(RUNC + " -d, same config.json", "ms", taken.get(RUNC)),
          Row.plain(DOCKER + " -d, same image", "ms", taken.get(DOCKER)),
          Row.plain(USER, "ms", taken.get(USER)));
    }
  }

  private static Map<String, Double> ingot(AppUnderTest app) throws InterruptedException {
    long start = System.nanoTime();
    app.scale(2);
    app.awaitAnswer(1);
    double user = Rounds.since(start);
    app.awaitRunning(2);
    String instance = app.instanceGuid(1);
    AppUnderTest.await("the cell's log lines of instance " + instance, 50, () -> line(app, "successfully created container", instance).isPresent());
    double cell = (line(app, "successfully created container", instance).orElseThrow().nanos()
        - line(app, "creating container", instance).orElseThrow(() -> new BenchFailure("the cell's log has no line of its beginning")).nanos()) / 1e6;
    app.scale(1);
    app.awaitRunning(1);
    // What ended is cleared away, and the pools are filled again: none of it in another contender's time.
    Thread.sleep(700);
    return Map.of(USER, user, CELL, cell);
  }

  private static Optional<Line> line(AppUnderTest app, String text, String instance) {
    return app.log().stream().filter(line -> line.source().equals("CELL") && line.text().contains(" " + text + " for instance " + instance)).findFirst();
  }
}
