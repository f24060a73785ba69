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
import dev.ingot.controller.scheduler.Planner;
import dev.ingot.controller.staging.Staged;
import dev.ingot.controller.staging.StagingBuilds;
import dev.ingot.controller.staging.StagingOutcomes;
import dev.ingot.controller.staging.StagingRules;
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
  private final PlanWriter writer;
  private final Commands commands;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Pass(Leadership leadership, Cells cells, CellConnections connections, DesiredProcesses processes, Instances instances,
      StagingBuilds builds, StagingOutcomes outcomes, PlanWriter writer, Commands commands, TransactionTemplate transaction,
      ApplicationEventPublisher events, Clock clock) {
    this.leadership = leadership;
    this.cells = cells;
    this.connections = connections;
    this.processes = processes;
    this.instances = instances;
    this.builds = builds;
    this.outcomes = outcomes;
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
    Plan plan = Planner.plan(Snapshots.of(allCells, connections, desired, instances.all(), staging, now));
    writer.write(plan, settled || connections.any(), now);
    return new Turn(allCells, desired, staging, plan);
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
    return plan.rejectedBuilds().stream().filter(r -> r.buildGuid().equals(build.guid())).findFirst()
        .flatMap(r -> StagingRules.unplaceable(build, r.refusal().text(), r.hopeless(), now));
  }
}
