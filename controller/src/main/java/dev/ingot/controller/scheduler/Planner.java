package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Plan.Place;
import dev.ingot.controller.scheduler.Plan.PlaceOnce;
import dev.ingot.controller.scheduler.Plan.Refusal;
import dev.ingot.controller.scheduler.Plan.Reject;
import dev.ingot.controller.scheduler.Plan.RejectOnce;
import dev.ingot.controller.scheduler.Plan.Stop;
import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.OnceView;
import dev.ingot.controller.scheduler.Snapshot.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Snapshot in, plan out. First {@link Reconcile} says what is missing and what is too much, then what is missing is placed in Diego's
 * order: the first instance of every process, builds and tasks, the rest (lower index first, larger first). Deterministic.
 */
public final class Planner {
  private final Snapshot snapshot;
  private final CellTable table;
  private final Rank rank;
  private final Reconcile reconcile;
  private final Map<Demand, Refusal> refused = new HashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private final List<Stop> stops;

  private record Demand(long memory, long disk, String stack) {}

  private Planner(Snapshot snapshot) {
    this.snapshot = snapshot;
    this.table = new CellTable(snapshot.cells());
    this.rank = new Rank(table);
    this.reconcile = Reconcile.of(snapshot);
    this.stops = new ArrayList<>(reconcile.stops());
  }

  /** Makes a plan; never fails, never places more on a cell than it has room for. */
  public static Plan plan(Snapshot snapshot) {
    return new Planner(snapshot).run();
  }

  private Plan run() {
    reserveWhatIsThere();
    List<Want> wants = new ArrayList<>(reconcile.wants());
    wants.sort(Comparator.comparingInt(Want::index).thenComparing(w -> -w.process().memoryMb()).thenComparing(w -> w.process().guid()));
    int rest = 0;
    while (rest < wants.size() && wants.get(rest).index() == 0) {
      place(wants.get(rest++));
    }
    List<PlaceOnce> once = new ArrayList<>();
    List<RejectOnce> rejectedOnce = new ArrayList<>();
    waitingOnce().forEach(work -> place(work, once, rejectedOnce));
    wants.subList(rest, wants.size()).forEach(this::place);
    return new Plan(places, stops, rejects, once, rejectedOnce, reconcile.wakeAt());
  }

  private void reserveWhatIsThere() {
    for (InstanceView instance : snapshot.instances()) {
      int cell = table.position(instance.cellId());
      if (cell >= 0 && instance.state() != State.CRASHED && instance.state() != State.UNCLAIMED) {
        table.reserve(cell, instance.memoryMb(), instance.diskMb(), instance.state() == State.CLAIMED);
        if (instance.state() != State.STOPPING) {
          rank.add(instance.processGuid(), cell);
        }
      }
    }
    for (OnceView work : snapshot.once()) {
      int cell = table.position(work.cellId());
      if (cell >= 0) {
        table.reserve(cell, work.memoryMb(), work.diskMb(), false);
        rank.add(work.kind().name(), cell);
      }
    }
  }

  private void place(Want want) {
    var process = want.process();
    int cell = find(process.guid(), new Demand(process.memoryMb(), process.diskMb(), process.stack()));
    if (cell >= 0) {
      table.reserve(cell, process.memoryMb(), process.diskMb(), true);
      rank.add(process.guid(), cell);
      places.add(new Place(process, want.index(), table.ids[cell], want.replaces(), want.crashCount()));
      return;
    }
    InstanceView old = want.makesRoom();
    if (old != null && wouldFitWithout(old, want)) {
      stops.add(new Stop(old.guid(), false, "makes room for the new version of instance " + want.index()));
    }
    rejects.add(new Reject(process, want.index(), want.replaces(), want.crashCount(),
        refusal(new Demand(process.memoryMb(), process.diskMb(), process.stack()))));
  }

  private boolean wouldFitWithout(InstanceView old, Want want) {
    int cell = table.position(old.cellId());
    var process = want.process();
    return cell >= 0 && table.runs(cell, process.stack()) && table.freeMemory[cell] + old.memoryMb() >= process.memoryMb()
        && table.freeDisk[cell] + old.diskMb() >= process.diskMb() && table.freeInstances[cell] >= 0;
  }

  private List<OnceView> waitingOnce() {
    return snapshot.once().stream().filter(work -> work.cellId() == null)
        .sorted(Comparator.comparing((OnceView work) -> -work.memoryMb()).thenComparing(OnceView::guid)).toList();
  }

  private void place(OnceView work, List<PlaceOnce> placed, List<RejectOnce> rejected) {
    Demand demand = new Demand(work.memoryMb(), work.diskMb(), work.stack());
    int cell = find(work.kind().name(), demand);
    if (cell >= 0) {
      table.reserve(cell, work.memoryMb(), work.diskMb(), false);
      rank.add(work.kind().name(), cell);
      placed.add(new PlaceOnce(work.kind(), work.guid(), table.ids[cell]));
    } else {
      boolean hopeless = Feasible.hopeless(table, demand.memory(), demand.disk(), demand.stack());
      rejected.add(new RejectOnce(work.kind(), work.guid(), refusal(demand), hopeless));
    }
  }

  /** Room only shrinks within a plan, so what was refused once is refused again without looking. */
  private int find(String group, Demand demand) {
    return refused.containsKey(demand) ? -1 : rank.best(group, demand.memory(), demand.disk(), demand.stack());
  }

  private Refusal refusal(Demand demand) {
    return refused.computeIfAbsent(demand, d -> Feasible.refusal(table, d.memory(), d.disk(), d.stack()));
  }
}
