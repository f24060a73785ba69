package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Plan.Stop;
import dev.ingot.controller.scheduler.Snapshot.CellView;
import dev.ingot.controller.scheduler.Snapshot.InstanceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Desired against actual: what is missing, what is too much. */
final class Reconcile {
  private final Instant now;
  private final Set<String> lost = new HashSet<>();
  private final boolean anyOpen;
  private final List<Want> wants = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private @Nullable Instant wakeAt;

  private Reconcile(Snapshot snapshot) {
    now = snapshot.now();
    snapshot.cells().stream().filter(CellView::lost).map(CellView::id).forEach(lost::add);
    anyOpen = snapshot.cells().stream().anyMatch(c -> c.open() && !c.lost());
  }

  static Reconcile of(Snapshot snapshot) {
    Reconcile reconcile = new Reconcile(snapshot);
    Map<String, List<InstanceView>> byProcess = new HashMap<>();
    for (InstanceView instance : snapshot.instances()) {
      byProcess.computeIfAbsent(instance.processGuid(), g -> new ArrayList<>()).add(instance);
    }
    for (ProcessView process : snapshot.processes()) {
      List<InstanceView> actual = byProcess.remove(process.guid());
      reconcile.process(process, actual == null ? List.of() : actual);
    }
    byProcess.values().forEach(rest -> rest.forEach(i -> reconcile.stop(i, "the app is stopped or gone")));
    reconcile.stops.sort(Comparator.comparing(Stop::instanceGuid));
    return reconcile;
  }

  List<Want> wants() {
    return wants;
  }

  List<Stop> stops() {
    return stops;
  }

  /** The next time a crashed instance is due. */
  @Nullable Instant wakeAt() {
    return wakeAt;
  }

  private void process(ProcessView process, List<InstanceView> actual) {
    if (settled(process, actual)) {
      return;
    }
    Map<Integer, List<InstanceView>> byIndex = new HashMap<>();
    for (InstanceView instance : actual) {
      if (instance.index() >= process.instances()) {
        stop(instance, "scaled down");
      } else if (instance.state() == Snapshot.State.STOPPING) {
        stop(instance, "is being stopped");
      } else {
        byIndex.computeIfAbsent(instance.index(), i -> new ArrayList<>()).add(instance);
      }
    }
    boolean mayMakeRoom = actual.stream().noneMatch(i -> underWay(i, process.version()));
    for (int index = 0; index < process.instances(); index++) {
      List<InstanceView> here = byIndex.getOrDefault(index, List.of());
      int before = wants.size();
      index(process, index, here, mayMakeRoom);
      if (mayMakeRoom && wants.size() > before && wants.getLast().makesRoom() != null) {
        mayMakeRoom = false;
      }
    }
  }

  /** Each index serves once, with the right version, on a cell we hear of: so it is with nearly all processes at any time. */
  private boolean settled(ProcessView process, List<InstanceView> actual) {
    if (actual.size() != process.instances()) {
      return false;
    }
    BitSet seen = new BitSet(actual.size());
    for (InstanceView instance : actual) {
      if (!serves(instance) || instance.index() >= process.instances() || seen.get(instance.index()) || !instance.version().equals(process.version())
          || instance.cellId() == null || lost.contains(instance.cellId())) {
        return false;
      }
      seen.set(instance.index());
    }
    return true;
  }

  /** One old instance at a time gives way: not while another one stops, or a successor is not serving yet or crashed. */
  private boolean underWay(InstanceView instance, String version) {
    boolean fresh = instance.state() == Snapshot.State.UNCLAIMED && instance.crashCount() == 0;
    return instance.state() == Snapshot.State.STOPPING || instance.version().equals(version) && !fresh && !serves(instance);
  }

  private void index(ProcessView process, int index, List<InstanceView> here, boolean mayMakeRoom) {
    List<InstanceView> current = new ArrayList<>();
    List<InstanceView> older = new ArrayList<>();
    List<InstanceView> suspect = new ArrayList<>();
    for (InstanceView instance : here) {
      if (!instance.version().equals(process.version())) {
        older.add(instance);
      } else if (instance.cellId() != null && lost.contains(instance.cellId())) {
        suspect.add(instance);
      } else {
        current.add(instance);
      }
    }
    current.sort(BEST_FIRST);
    for (InstanceView extra : current.subList(Math.min(1, current.size()), current.size())) {
      stop(extra, "is a second copy of instance " + index);
    }
    InstanceView best = current.isEmpty() ? null : current.getFirst();
    if (best != null && serves(best)) {
      older.forEach(i -> stop(i, "is replaced by a newer version"));
      suspect.forEach(i -> stop(i, "was replaced while its cell was lost"));
      return;
    }
    older.stream().filter(i -> !serves(i)).forEach(i -> stop(i, "is of an older version and serves nobody"));
    if (best == null ? suspect.isEmpty() || anyOpen : due(best)) {
      wants.add(want(process, index, best, mayMakeRoom ? roomIn(older) : null));
    }
  }

  private @Nullable InstanceView roomIn(List<InstanceView> older) {
    return older.stream().filter(this::serves).min(BEST_FIRST).orElse(null);
  }

  private static Want want(ProcessView process, int index, @Nullable InstanceView best, @Nullable InstanceView room) {
    return best == null ? new Want(process, index, null, 0, room) : new Want(process, index, best.guid(), best.crashCount(), room);
  }

  /** Unclaimed ones wait for a cell; crashed ones for their time. */
  private boolean due(InstanceView instance) {
    return switch (instance.state()) {
      case UNCLAIMED -> true;
      case CRASHED -> instance.nextStartAt() != null && dueAt(instance.nextStartAt());
      default -> false;
    };
  }

  private boolean dueAt(Instant time) {
    if (time.isAfter(now)) {
      wakeAt = wakeAt == null || time.isBefore(wakeAt) ? time : wakeAt;
      return false;
    }
    return true;
  }

  private boolean serves(InstanceView instance) {
    return instance.state() == Snapshot.State.RUNNING && instance.routable();
  }

  private void stop(InstanceView instance, String reason) {
    boolean gone = instance.cellId() == null || lost.contains(instance.cellId())
        || instance.state() == Snapshot.State.UNCLAIMED || instance.state() == Snapshot.State.CRASHED;
    if (gone || instance.state() != Snapshot.State.STOPPING) {
      stops.add(new Stop(instance.guid(), gone, reason));
    }
  }

  /** What serves before what runs before what is being made; the one that has been there longest among equals. */
  private static final Comparator<InstanceView> BEST_FIRST = Comparator.comparingInt(Reconcile::worth)
      .thenComparing(InstanceView::since).thenComparing(InstanceView::guid);

  private static int worth(InstanceView instance) {
    return switch (instance.state()) {
      case RUNNING -> instance.routable() ? 0 : 1;
      case CLAIMED -> 2;
      case UNCLAIMED -> 3;
      case CRASHED -> 4;
      case STOPPING -> 5;
    };
  }
}
