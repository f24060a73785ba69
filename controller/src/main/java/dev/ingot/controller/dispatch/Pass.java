package dev.ingot.controller.dispatch;

import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.controller.cell.Cell;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.cell.Cells;
import dev.ingot.controller.instance.Instances;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.process.DesiredProcesses;
import dev.ingot.controller.scheduler.Plan;
import dev.ingot.controller.scheduler.Plan.RejectOnce;
import dev.ingot.controller.scheduler.Planner;
import dev.ingot.controller.staging.Staged;
import dev.ingot.controller.staging.StagingBuilds;
import dev.ingot.controller.staging.StagingOutcomes;
import dev.ingot.controller.staging.StagingRules;
import dev.ingot.controller.task.TaskOutcomes;
import dev.ingot.controller.task.TaskRules;
import dev.ingot.controller.task.TaskRun;
import dev.ingot.controller.task.TaskRuns;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** One turn of the loop: leases, plan, rows, commands, builds that cannot go on. Does nothing while another controller leads. */
@Component
class Pass {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);
  /** After our own start cells need time to dial in: longer than a lease, so that a lease can only end by the cell's fault. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Leadership leadership;
  private final Cells cells;
  private final CellConnections connections;
  private final DesiredProcesses processes;
  private final Instances instances;
  private final StagingBuilds builds;
  private final StagingOutcomes outcomes;
  private final TaskRuns tasks;
  private final TaskOutcomes taskOutcomes;
  private final PlanWriter writer;
  private final Commands commands;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Pass(Leadership leadership, Cells cells, CellConnections connections, DesiredProcesses processes, Instances instances,
      StagingBuilds builds, StagingOutcomes outcomes, TaskRuns tasks, TaskOutcomes taskOutcomes, PlanWriter writer, Commands commands, TransactionTemplate transaction,
      ApplicationEventPublisher events, Clock clock) {
    this.leadership = leadership;
    this.cells = cells;
    this.connections = connections;
    this.processes = processes;
    this.instances = instances;
    this.builds = builds;
    this.outcomes = outcomes;
    this.tasks = tasks;
    this.taskOutcomes = taskOutcomes;
    this.writer = writer;
    this.commands = commands;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  private record Turn(List<Cell> cells, List<DesiredProcess> desired, List<Staged> builds, Plan plan) {}

  /** When time alone will ask for another turn; null = only news will. */
  @Nullable Instant run() {
    Instant since = leadership.since();
    if (since == null) {
      return null;
    }
    Instant now = clock.instant();
    boolean settled = now.isAfter(since.plus(GRACE));
    Turn turn = transaction.execute(status -> plan(settled, now));
    turn.cells().stream().filter(c -> c.state() == Cell.State.LOST).forEach(c -> connections.close(c.id(),
        Status.UNAVAILABLE.withDescription("the lease of cell " + c.id() + " is over: say hello again")));
    endTasks(turn, settled || connections.any(), now);
    commands.send(turn.desired());
    failBuilds(turn, now);
    return turn.plan().wakeAt();
  }

  private Turn plan(boolean settled, Instant now) {
    leadership.fence();
    if (settled) {
      List<String> lost = cells.expire(now);
      lost.forEach(id -> LOG.warn("cell {} sent no heartbeat until its lease ended: it is lost, its instances are placed elsewhere", id));
      if (!lost.isEmpty()) {
        events.publishEvent(new InstancesChanged());
      }
    }
    List<Cell> allCells = cells.all();
    List<DesiredProcess> desired = processes.all();
    List<Staged> staging = builds.all().stream().filter(b -> StagingRules.hopeless(b, now).isEmpty()).toList();
    Plan plan = Planner.plan(Snapshots.of(allCells, connections, desired, instances.all(), staging, tasks.active(), now));
    writer.write(plan, settled || connections.any(), now);
    return new Turn(allCells, desired, staging, plan);
  }

  /** @param refusals whether a refusal counts: not while cells may still be dialling in after a start */
  private void endTasks(Turn turn, boolean refusals, Instant now) {
    Map<String, Cell.State> states = new HashMap<>();
    turn.cells().forEach(c -> states.put(c.id(), c.state()));
    Map<String, RejectOnce> rejected = new HashMap<>();
    turn.plan().rejectedOnce().forEach(r -> rejected.put(r.guid(), r));
    for (TaskRun task : tasks.active()) {
      RejectOnce refusal = refusals ? rejected.get(task.guid()) : null;
      TaskRules.failure(task, place(task, states), refusal == null ? null : refusal.refusal().text(), refusal != null && refusal.hopeless(), now)
          .ifPresent(reason -> taskOutcomes.end(task.guid(), reason));
    }
  }

  private static TaskRules.Place place(TaskRun task, Map<String, Cell.State> states) {
    if (task.cellId() == null) {
      return TaskRules.Place.NONE;
    }
    Cell.State state = states.get(task.cellId());
    return state == null || state == Cell.State.LOST ? TaskRules.Place.LOST : TaskRules.Place.THERE;
  }

  private void failBuilds(Turn turn, Instant now) {
    Map<String, Cell.State> states = new HashMap<>();
    turn.cells().forEach(c -> states.put(c.id(), c.state()));
    for (Staged build : builds.all()) {
      failure(build, states, turn.plan(), now).ifPresent(failure -> {
        commands.cancel(build);
        outcomes.fail(build, failure);
      });
    }
  }

  private Optional<StagingFailure> failure(Staged build, Map<String, Cell.State> states, Plan plan, Instant now) {
    String cellId = build.cellId();
    if (cellId != null && states.get(cellId) == Cell.State.LOST) {
      return Optional.of(StagingRules.cellGone(cellId, "was lost"));
    }
    if (cellId != null && outcomes.givenUp(build, now)) {
      return Optional.of(StagingRules.cellGone(cellId, "was restarted"));
    }
    Optional<StagingFailure> hopeless = StagingRules.hopeless(build, now);
    if (hopeless.isPresent() || cellId != null) {
      return hopeless;
    }
    return plan.rejectedOnce().stream().filter(r -> r.guid().equals(build.guid())).findFirst()
        .flatMap(r -> StagingRules.unplaceable(build, r.refusal().text(), r.hopeless(), now));
  }
}
