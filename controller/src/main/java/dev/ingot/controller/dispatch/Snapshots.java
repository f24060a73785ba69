package dev.ingot.controller.dispatch;

import dev.ingot.controller.cell.Cell;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.scheduler.Snapshot;
import dev.ingot.controller.scheduler.Snapshot.CellView;
import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.Once;
import dev.ingot.controller.scheduler.Snapshot.OnceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import dev.ingot.controller.staging.Staged;
import dev.ingot.controller.task.TaskRun;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rows as the planner wants them. */
final class Snapshots {
  private Snapshots() {}

  static Snapshot of(List<Cell> cells, CellConnections connections, List<DesiredProcess> desired, List<Instance> instances,
      List<Staged> builds, List<TaskRun> tasks, Instant now) {
    return new Snapshot(cells.stream().map(c -> cell(c, connections)).toList(), desired.stream().map(Snapshots::process).toList(),
        instances.stream().map(Snapshots::instance).toList(),
        Stream.concat(builds.stream().map(Snapshots::build), tasks.stream().map(Snapshots::task)).toList(), now);
  }

  /** A cell that is not connected keeps what it has, but new work would only wait there. */
  private static CellView cell(Cell cell, CellConnections connections) {
    boolean open = cell.state() == Cell.State.ALIVE && connections.of(cell.id()).isPresent();
    return new CellView(cell.id(), open, cell.state() == Cell.State.LOST, cell.memoryBytes() >> 20, cell.diskBytes() >> 20,
        cell.maxInstances(), Set.copyOf(cell.stacks()));
  }

  private static ProcessView process(DesiredProcess p) {
    return new ProcessView(p.processGuid(), p.appGuid(), p.version(), p.instances(), p.memoryMb(), p.diskMb(), p.stack());
  }

  private static InstanceView instance(Instance i) {
    return new InstanceView(i.guid(), i.processGuid(), i.version(), i.index(), i.cellId(), Snapshot.State.valueOf(i.state().name()),
        i.routable(), i.memoryMb(), i.diskMb(), i.crashCount(), i.since(), i.nextStartAt());
  }

  private static OnceView task(TaskRun t) {
    return new OnceView(Once.TASK, t.guid(), t.memoryMb(), t.diskMb(), t.stack(), t.cellId());
  }

  private static OnceView build(Staged b) {
    return new OnceView(Once.BUILD, b.guid(), b.memoryMb(), b.diskMb(), b.stack() == null ? "" : b.stack(), b.cellId());
  }
}
