package dev.ingot.bench.planner;

import dev.ingot.controller.scheduler.Plan;
import dev.ingot.controller.scheduler.Planner;
import dev.ingot.controller.scheduler.Snapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs; single shots, since one plan takes long. Public because JMH's generated code calls it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlannerJmh {
  private Snapshot empty;
  private Snapshot lost;

  @Setup
  public void prepare() {
    empty = PlannerState.empty();
    lost = PlannerState.afterLoss(PlannerState.place());
  }

  /** 250,000 instances on 5,000 cells. */
  @Benchmark
  public Plan placeAll() {
    return Planner.plan(empty);
  }

  /** 250,000 run, the 250 of one lost cell are placed anew. */
  @Benchmark
  public Plan replaceLostCell() {
    return Planner.plan(lost);
  }
}
