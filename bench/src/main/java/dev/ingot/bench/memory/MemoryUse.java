package dev.ingot.bench.memory;

import dev.ingot.bench.Bench;
import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.Setting;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.platform.AppUnderTest;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.report.Row;
import dev.ingot.bench.shell.Proc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** RSS of every process of the platform, idle and with ten instances; what each instance costs beside the app itself. */
public final class MemoryUse implements Bench {
  private static final int INSTANCES = 10;
  private static final double GIGABYTE = 1024;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory";
  }

  @Override
  public String method() {
    return "RSS from /proc; PostgreSQL is the sum of all its processes' PSS (they share buffers). MB are 2^20 bytes. \"Idle\": no app of this benchmark runs, 5 s after "
        + "the last request. \"Of ours per instance\": PSS of the conmon that holds each of " + INSTANCES + " instances of samples/binary-go; the app's own memory is not ours.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    Installation installation = setting.installation();
    Thread.sleep(5000);
    Map<String, Double> idle = processes(installation);
    Path go = dev.ingot.bench.platform.Samples.binaryGo(installation, setting.scratch());
    try (AppUnderTest app = AppUnderTest.push(installation, go, "bench-memory", "-m", "32M", "-u", "http", "--endpoint", "/")) {
      app.scale(INSTANCES);
      app.awaitRunning(INSTANCES);
      Thread.sleep(5000);
      Map<String, Double> busy = processes(installation);
      double[] monitors = monitors(app);
      return rows(idle, busy, monitors);
    }
  }

  private static List<Row> rows(Map<String, Double> idle, Map<String, Double> busy, double[] monitors) {
    List<Row> rows = new ArrayList<>();
    idle.forEach((name, mb) -> rows.add(budgeted(name + ", idle", name, mb)));
    rows.add(Row.limit("all, idle", "MB", total(idle), GIGABYTE, "≤ 1 GB"));
    busy.forEach((name, mb) -> rows.add(budgeted(name + ", " + INSTANCES + " instances", name, mb)));
    rows.add(Row.plain("all, " + INSTANCES + " instances", "MB", total(busy)));
    rows.add(Row.limit("of ours per instance (conmon, PSS)", "MB", Samples.of("conmon", monitors), 3, "≤ 3 MB"));
    return rows;
  }

  private static Row budgeted(String what, String process, double mb) {
    boolean budget = process.startsWith("cell") || process.equals("router");
    return budget ? Row.limit(what, "MB", Samples.of(process, mb), 150, "≤ 150 MB") : Row.plain(what, "MB", Samples.of(process, mb));
  }

  private static Samples total(Map<String, Double> processes) {
    return Samples.of("all", processes.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  private static Map<String, Double> processes(Installation installation) {
    Map<String, Double> memory = new LinkedHashMap<>();
    for (Installation.Process process : installation.processes()) {
      memory.put(process.name(), process.name().equals("postgres") ? family(process.pid()) : Proc.rss(process.pid()));
    }
    return memory;
  }

  private static double family(long pid) {
    return Proc.pss(pid) + ProcessHandle.of(pid).map(p -> p.descendants().mapToDouble(child -> Proc.pss(child.pid())).sum()).orElse(0.0);
  }

  private static double[] monitors(AppUnderTest app) throws IOException {
    List<Double> memory = new ArrayList<>();
    for (int index = 0; index < INSTANCES; index++) {
      String guid = app.instanceGuid(index);
      memory.add(Proc.named("conmon").stream().filter(pid -> Proc.arguments(pid).contains(" -c " + guid + " ")).findFirst().map(Proc::pss)
          .orElseThrow(() -> new BenchFailure("no conmon holds instance " + guid)));
    }
    return memory.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
