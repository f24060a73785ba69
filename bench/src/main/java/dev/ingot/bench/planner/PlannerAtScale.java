package dev.ingot.bench.planner;

import dev.ingot.bench.Bench;
import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.Setting;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.report.Row;
import dev.ingot.controller.scheduler.Plan;
import dev.ingot.controller.scheduler.Planner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The planner at the size of a large installation, under JMH. */
public final class PlannerAtScale implements Bench {
  @Override
  public String name() {
    return "planner";
  }

  @Override
  public String title() {
    return "Planner";
  }

  @Override
  public String method() {
    return "JMH 1.37, one fork, single shots after warm-up, `-Xmx3g -XX:+UseSerialGC`. A plan is made from a snapshot in memory: reading the snapshot from PostgreSQL and "
        + "applying the plan are not in it. Before it is timed, the plan is checked: all 250,000 placed, none refused; all 250 of the lost cell placed anew.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    check();
    Samples all = measure("placeAll", 1, 3);
    Samples lost = measure("replaceLostCell", 10, 15);
    return List.of(Row.limit("250,000 instances on 5,000 cells placed", "ms", all, 10_000, "≤ 10 s"),
        Row.limit("250 of a lost cell among 250,000 placed anew", "ms", lost, 50, "≤ 50 ms"));
  }

  private static void check() {
    Plan plan = PlannerState.place();
    require(plan.places().size() == PlannerState.PROCESSES * PlannerState.EACH && plan.rejects().isEmpty(),
        plan.places().size() + " placed, " + plan.rejects().size() + " refused");
    Plan again = Planner.plan(PlannerState.afterLoss(plan));
    require(again.places().size() == 250, again.places().size() + " of the lost cell's 250 placed anew");
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new BenchFailure("the planner's plan is not what it should be: " + found);
    }
  }

  private static Samples measure(String benchmark, int warmUps, int shots) throws Exception {
    Collection<RunResult> results = new Runner(new OptionsBuilder().include("PlannerJmh." + benchmark + "$").forks(1).warmupIterations(warmUps)
        .measurementIterations(shots).timeout(TimeValue.minutes(5)).jvmArgs("-Xmx3g", "-XX:+UseSerialGC").build()).run();
    List<Double> values = new ArrayList<>();
    results.forEach(result -> result.getBenchmarkResults().forEach(fork -> fork.getIterationResults().forEach(
        shot -> values.add(shot.getPrimaryResult().getScore()))));
    return new Samples(benchmark, values);
  }
}
