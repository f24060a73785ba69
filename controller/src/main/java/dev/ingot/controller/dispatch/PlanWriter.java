package dev.ingot.controller.dispatch;

import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.instance.InstanceState;
import dev.ingot.controller.instance.Instances;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.log.LogStore;
import dev.ingot.controller.scheduler.Plan;
import dev.ingot.controller.scheduler.Plan.Place;
import dev.ingot.controller.scheduler.Plan.Reject;
import dev.ingot.controller.scheduler.Plan.Stop;
import dev.ingot.controller.staging.StagingBuilds;
import dev.ingot.controller.task.TaskRuns;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Writes a plan into rows, in the caller's transaction. A part whose row changed meanwhile is left out: the next plan sees it. */
@Component
class PlanWriter {
  private final Instances instances;
  private final StagingBuilds builds;
  private final TaskRuns tasks;
  private final LogStore logs;
  private final ApplicationEventPublisher events;

  PlanWriter(Instances instances, StagingBuilds builds, TaskRuns tasks, LogStore logs, ApplicationEventPublisher events) {
    this.instances = instances;
    this.builds = builds;
    this.tasks = tasks;
    this.logs = logs;
    this.events = events;
  }

  /** @param tellRefusals false while cells may still be dialling in after a start: no refusal is worth telling then */
  void write(Plan plan, boolean tellRefusals, Instant now) {
    int changes = 0;
    for (Stop stop : plan.stops()) {
      changes += (stop.gone() ? instances.delete(stop.instanceGuid()) : instances.stopping(stop.instanceGuid(), now)) ? 1 : 0;
    }
    for (Place place : plan.places()) {
      changes += place(place, now) ? 1 : 0;
    }
    for (Reject reject : plan.rejects()) {
      changes += tellRefusals && reject(reject, now) ? 1 : 0;
    }
    for (var work : plan.once()) {
      boolean placed = switch (work.kind()) {
        case BUILD -> builds.place(work.guid(), work.cellId(), now);
        case TASK -> tasks.place(work.guid(), work.cellId(), now);
      };
      changes += placed ? 1 : 0;
    }
    if (changes > 0) {
      events.publishEvent(new InstancesChanged());
    }
  }

  private boolean place(Place place, Instant now) {
    String replaces = place.replaces();
    if (replaces != null && !instances.delete(replaces)) {
      return false;
    }
    var p = place.process();
    instances.insert(new Instance(UUID.randomUUID().toString(), p.guid(), p.version(), p.appGuid(), place.index(), place.cellId(),
        InstanceState.CLAIMED, now, false, p.memoryMb(), p.diskMb(), place.crashCount(), null, null));
    return true;
  }

  private boolean reject(Reject reject, Instant now) {
    String text = reject.refusal().text();
    String replaces = reject.replaces();
    if (replaces != null) {
      if (instances.refused(replaces, text)) {
        tell(reject);
        return true;
      }
      if (!replacesCrashed(replaces)) {
        return false;
      }
    }
    var p = reject.process();
    instances.insert(new Instance(UUID.randomUUID().toString(), p.guid(), p.version(), p.appGuid(), reject.index(), null,
        InstanceState.UNCLAIMED, now, false, p.memoryMb(), p.diskMb(), reject.crashCount(), text, null));
    tell(reject);
    return true;
  }

  private boolean replacesCrashed(@Nullable String guid) {
    return guid != null && instances.find(guid).filter(i -> i.state() == InstanceState.CRASHED).isPresent() && instances.delete(guid);
  }

  private void tell(Reject reject) {
    var refusal = reject.refusal();
    String cells = refusal.cells().isEmpty() ? "" : " (" + String.join("; ", refusal.cells()) + ")";
    logs.append(reject.process().appGuid(), "API", "Instance %d cannot be placed: %s%s. It needs %d MB memory and %d MB disk; waiting for room."
        .formatted(reject.index(), refusal.text(), cells, reject.process().memoryMb(), reject.process().diskMb()));
  }
}
