package dev.ingot.bench.detect;

import dev.ingot.bench.Bench;
import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.Setting;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.report.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** All detects of the platform's own buildpacks for one app. */
public final class DetectTime implements Bench {
  private static final int ROUNDS = 7;
  private static final double BUDGET_MILLIS = 150;
  private static final String SAMPLE = "static-site";
  private static final String PHASE = "all our detects, phase detect";

  @Override
  public String name() {
    return "detect";
  }

  @Override
  public String title() {
    return "Detection with all of the platform's own buildpacks";
  }

  @Override
  public String method() {
    return "`ingot plan` of samples/static-site, after one round that is not counted: the time of the phase `detect` as the build's report has it. In it are the container of the detects, the detects of "
        + "all buildpacks in the platform's list, and the resolution of the plan; the build container's network and disk are made before it.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    Path sample = dev.ingot.bench.platform.Samples.copy(setting.installation(), setting.scratch(), SAMPLE);
    Map<String, Samples> taken = new Rounds().add("ingot", round -> Map.of(PHASE, millis(setting.installation(), sample))).run(1, ROUNDS);
    return List.of(Row.limit(PHASE, "ms", taken.get(PHASE), BUDGET_MILLIS, "≤ 150 ms on 2 cores"));
  }

  private static double millis(Installation installation, Path sample) {
    JsonNode report = installation.json("plan", sample.toString());
    double millis = 0;
    boolean found = false;
    for (JsonNode timing : report.path("timings")) {
      if (timing.path("phase").asString("").equals("detect")) {
        found = true;
        millis += timing.path("millis").asDouble();
      }
    }
    if (!found) {
      throw new BenchFailure("the report of ingot plan has no phase detect: " + report);
    }
    return millis;
  }
}
