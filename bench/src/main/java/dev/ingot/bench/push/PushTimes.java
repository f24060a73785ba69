package dev.ingot.bench.push;

import dev.ingot.bench.Bench;
import dev.ingot.bench.Setting;
import dev.ingot.bench.docker.DockerEngine;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.report.Row;
import java.util.List;
import java.util.Map;

/** From the command to the first 200 of the new version. */
public final class PushTimes implements Bench {
  private static final int ROUNDS = 3;
  private static final String SAMPLE = "nodejs-express";

  @Override
  public String name() {
    return "push";
  }

  @Override
  public String title() {
    return "Push of samples/nodejs-express until it answers";
  }

  @Override
  public String method() {
    return "From the start of the command (the CLI's own start is in it) to the first 200 that shows the new text, asked every 5 ms. Each round pushes an app of a new name, so "
        + "without build cache, then the same app with one line of server.js changed. Docker: two-stage Dockerfile on our own build and run images from our registry, the same "
        + "versions of Node.js and npm from the same npm registry, `docker build --no-cache --network host` (classic builder), the old container removed before the new one runs; "
        + "then the same with one line changed and its cache. Round 1 is the cold one: Docker pulls the base images in it, the cell unpacks them unless it staged before. "
        + "Docker's old container is gone while the new one starts; Ingot's serves until the new one is healthy.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    Source ours = new Source(dev.ingot.bench.platform.Samples.copy(setting.installation(), setting.scratch(), SAMPLE));
    Source theirs = new Source(dev.ingot.bench.platform.Samples.copy(setting.installation(), setting.scratch(), SAMPLE));
    try (DockerEngine engine = DockerEngine.start(setting.scratch(), setting.installation())) {
      IngotPush ingot = new IngotPush(setting.installation(), ours);
      DockerBuild docker = new DockerBuild(engine, setting.installation(), theirs, ingot);
      Map<String, Samples> taken = new Rounds().add("ingot", ingot::measure).add("docker", docker::measure).run(0, ROUNDS);
      Samples first = taken.get(IngotPush.FIRST);
      Samples again = taken.get(IngotPush.AGAIN);
      return List.of(
          Row.against(IngotPush.FIRST, "s", first, taken.get(DockerBuild.FIRST), 0, ""),
          Row.against(IngotPush.AGAIN, "s", again, first, 0.25, "≤ ¼ of the first push"),
          Row.against(IngotPush.AGAIN, "s", again, taken.get(DockerBuild.AGAIN), 1, "≤ docker build + run"),
          Row.plain(DockerBuild.FIRST, "s", taken.get(DockerBuild.FIRST)),
          Row.plain(DockerBuild.AGAIN, "s", taken.get(DockerBuild.AGAIN)));
    }
  }
}
