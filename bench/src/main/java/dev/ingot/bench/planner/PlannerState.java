package dev.ingot.bench.planner;

import dev.ingot.controller.scheduler.Plan;
import dev.ingot.controller.scheduler.Planner;
import dev.ingot.controller.scheduler.Snapshot;
import dev.ingot.controller.scheduler.Snapshot.CellView;
import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import dev.ingot.controller.scheduler.Snapshot.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** 5,000 cells of 32 GB and 12,500 processes of 20 instances; sizes from a fixed series, so that every run plans the same. */
final class PlannerState {
  static final int CELLS = 5_000;
  static final int PROCESSES = 12_500;
  static final int EACH = 20;
  private static final int[] MEMORY_MB = {64, 128, 128, 256, 256, 512, 512, 1024};
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private PlannerState() {}

  /** Nothing runs yet. */
  static Snapshot empty() {
    return new Snapshot(cells(-1), processes(), List.of(), List.of(), NOW);
  }

  /** Everything runs, 250 of it (as many as a cell may hold) on one cell, which is lost; the rest where the planner put it. */
  static Snapshot afterLoss(Plan plan) {
    List<InstanceView> instances = new ArrayList<>();
    int lost = 0;
    for (int i = 0; i < plan.places().size(); i++) {
      Plan.Place place = plan.places().get(i);
      String cell = lost < 250 && i % 1000 == 7 ? id(0) : place.cellId().equals(id(0)) ? id(1 + i % (CELLS - 1)) : place.cellId();
      lost += cell.equals(id(0)) ? 1 : 0;
      instances.add(new InstanceView("i" + i, place.process().guid(), place.process().version(), place.index(), cell, State.RUNNING, true,
          place.process().memoryMb(), place.process().diskMb(), 0, NOW, null));
    }
    return new Snapshot(cells(0), processes(), instances, List.of(), NOW);
  }

  static Plan place() {
    return Planner.plan(empty());
  }

  private static List<CellView> cells(int lost) {
    List<CellView> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      cells.add(new CellView(id(i), i != lost, i == lost, 32_768, 512_000, 250, Set.of()));
    }
    return cells;
  }

  private static List<ProcessView> processes() {
    List<ProcessView> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(new ProcessView(String.format("p%06d", i), "a" + i, "v1", EACH, MEMORY_MB[i % MEMORY_MB.length], 1024, ""));
    }
    return processes;
  }

  private static String id(int cell) {
    return String.format("cell-%05d", cell);
  }
}
