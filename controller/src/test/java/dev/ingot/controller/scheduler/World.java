package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Snapshot.CellView;
import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.OnceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import dev.ingot.controller.scheduler.Snapshot.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds snapshots for tests, and lives by plans. */
final class World {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  final List<CellView> cells = new ArrayList<>();
  final List<ProcessView> processes = new ArrayList<>();
  final List<InstanceView> instances = new ArrayList<>();
  final List<OnceView> once = new ArrayList<>();

  World cell(String id, long memory) {
    cells.add(new CellView(id, true, false, memory, 100_000, 250, Set.of()));
    return this;
  }

  World lostCell(String id) {
    cells.add(new CellView(id, false, true, 10_000, 100_000, 250, Set.of()));
    return this;
  }

  World process(String guid, String version, int instances, int memory) {
    processes.add(new ProcessView(guid, "app-" + guid, version, instances, memory, 100, ""));
    return this;
  }

  World instance(String guid, String process, String version, int index, @Nullable String cell, State state) {
    return instance(guid, process, version, index, cell, state, 0, null);
  }

  World instance(String guid, String process, String version, int index, @Nullable String cell, State state, int crashes, @Nullable Instant next) {
    instances.add(new InstanceView(guid, process, version, index, cell, state, state == State.RUNNING, 100, 100, crashes, NOW, next));
    return this;
  }

  Plan plan() {
    return Planner.plan(new Snapshot(cells, processes, instances, once, NOW));
  }
}
