package dev.ingot.bench;

import dev.ingot.bench.api.ApiAtScale;
import dev.ingot.bench.detect.DetectTime;
import dev.ingot.bench.export.ExportSpeed;
import dev.ingot.bench.memory.MemoryUse;
import dev.ingot.bench.planner.PlannerAtScale;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.push.PushTimes;
import dev.ingot.bench.report.Machine;
import dev.ingot.bench.report.Report;
import dev.ingot.bench.shell.Commands;
import dev.ingot.bench.start.InstanceStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * `./ingot bench [name …]`: measures against a running platform, prints one table. A run of everything also writes docs/reference/benchmarks.md;
 * a run of some does so with `--write`. Exit codes: 0 measured, 1 something could not be measured, 2 wrong usage. A missed budget is no failure: it is told.
 */
public final class BenchMain {
  private static final List<Bench> ALL = List.of(new MemoryUse(), new InstanceStart(), new PushTimes(), new DetectTime(), new PlannerAtScale(), new ApiAtScale(), new ExportSpeed());

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(run(Arrays.asList(args)));
  }

  private static int run(List<String> args) {
    List<String> names = args.stream().filter(arg -> !arg.equals("--write")).toList();
    List<Bench> chosen = ALL.stream().filter(bench -> names.isEmpty() || names.contains(bench.name())).toList();
    if (chosen.size() < names.size()) {
      System.err.println("usage: ingot bench [--write] [NAME …], names are " + ALL.stream().map(Bench::name).collect(Collectors.joining(", ")));
      return 2;
    }
    try {
      return measure(chosen, names.isEmpty() || args.contains("--write"));
    } catch (BenchFailure e) {
      System.err.println("FAILED: " + e.getMessage());
      return 1;
    } catch (Exception e) {
      e.printStackTrace();
      return 1;
    }
  }

  private static int measure(List<Bench> benches, boolean write) throws Exception {
    Path scratch = Files.createTempDirectory(Path.of("/var/tmp"), "ingot-bench-");
    try {
      Setting setting = new Setting(Installation.open(scratch), scratch);
      List<String> machine = Machine.facts();
      Report report = new Report();
      for (Bench bench : benches) {
        System.err.println(bench.title() + " …");
        one(bench, setting, report);
      }
      System.out.println(report.page(machine));
      if (write) {
        Path page = setting.installation().root().resolve("docs/reference/benchmarks.md");
        report.write(page, machine);
        System.err.println("Written to " + page);
      }
      return report.hasFailures() ? 1 : 0;
    } finally {
      Commands.run("rm", "-rf", scratch.toString());
    }
  }

  private static void one(Bench bench, Setting setting, Report report) throws InterruptedException {
    try {
      report.add(bench.title(), bench.method(), bench.run(setting));
    } catch (BenchFailure e) {
      System.err.println("  " + e.getMessage());
      report.failed(bench.title(), bench.method(), e.getMessage());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      // The others can still be measured.
      e.printStackTrace();
      report.failed(bench.title(), bench.method(), e.toString());
    }
  }
}
