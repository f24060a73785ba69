package dev.ingot.controller.dispatch;

import dev.ingot.api.cell.v1.CancelStaging;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.StopInstance;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.cell.CellConnection;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.crypto.VaultException;
import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.instance.InstanceState;
import dev.ingot.controller.instance.Instances;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.staging.StageMessages;
import dev.ingot.controller.staging.Staged;
import dev.ingot.controller.staging.StagingBuilds;
import dev.ingot.controller.task.TaskRun;
import dev.ingot.controller.task.TaskRuns;
import dev.ingot.controller.task.TaskState;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells cells what their rows say: CLAIMED → start, STOPPING → stop, placed builds → stage, placed tasks → start or stop; each once per stream, so that a cell that
 * dials again is told again. Used by the dispatcher's thread only.
 */
@Component
class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  /** Routers forget the endpoint within this time, before the app gets SIGTERM. */
  private static final int DRAIN_SECONDS = 1;

  private final Instances instances;
  private final StagingBuilds builds;
  private final TaskRuns tasks;
  private final CellConnections connections;
  private final StartMessages starts;
  private final StageMessages stages;
  private final Clock clock;
  /** Row and what it was told → the stream it was told on. */
  private final Map<String, CellConnection> told = new HashMap<>();

  Commands(Instances instances, StagingBuilds builds, TaskRuns tasks, CellConnections connections, StartMessages starts, StageMessages stages, Clock clock) {
    this.instances = instances;
    this.builds = builds;
    this.tasks = tasks;
    this.connections = connections;
    this.starts = starts;
    this.stages = stages;
    this.clock = clock;
  }

  void send(List<DesiredProcess> desired) {
    Map<String, DesiredProcess> byGuid = new HashMap<>();
    desired.forEach(p -> byGuid.put(p.processGuid(), p));
    Set<String> live = new HashSet<>();
    for (Instance instance : instances.commanded()) {
      String key = instance.guid() + instance.state();
      live.add(key);
      connection(instance.cellId(), key).ifPresent(cell -> instance(cell, key, instance, byGuid.get(instance.processGuid())));
    }
    for (Staged build : builds.all()) {
      live.add(build.guid());
      if (build.sentAt() == null) {
        connection(build.cellId(), build.guid()).ifPresent(cell -> stage(cell, build));
      }
    }
    for (TaskRun task : tasks.active()) {
      String key = task.guid() + task.state();
      live.add(key);
      connection(task.cellId(), key).ifPresent(cell -> task(cell, key, task));
    }
    told.keySet().retainAll(live);
  }

  /** A RUNNING one goes on by itself; a CANCELING one may not have been told to start at all. */
  private void task(CellConnection cell, String key, TaskRun task) {
    if (task.state() == TaskState.CANCELING) {
      send(cell, key, ControllerMessage.newBuilder().setStopInstance(StopInstance.newBuilder().setInstanceGuid(task.guid())).build());
    } else if (task.state() == TaskState.PENDING) {
      try {
        send(cell, key, ControllerMessage.newBuilder().setStartInstance(starts.message(task)).build());
      } catch (ApiException | VaultException e) {
        LOG.warn("task {} is not started: {}", task.guid(), e.getMessage());
      }
    }
  }

  void cancel(Staged build) {
    String cellId = build.cellId();
    if (cellId != null) {
      connections.of(cellId).ifPresent(cell -> cell.send(ControllerMessage.newBuilder()
          .setCancelStaging(CancelStaging.newBuilder().setBuildGuid(build.guid())).build()));
    }
  }

  /** The stream on which this was not told yet. */
  private java.util.Optional<CellConnection> connection(@org.jspecify.annotations.Nullable String cellId, String key) {
    return cellId == null ? java.util.Optional.empty() : connections.of(cellId).filter(cell -> told.get(key) != cell);
  }

  private void instance(CellConnection cell, String key, Instance instance, @org.jspecify.annotations.Nullable DesiredProcess process) {
    if (instance.state() == InstanceState.STOPPING) {
      send(cell, key, ControllerMessage.newBuilder().setStopInstance(
          StopInstance.newBuilder().setInstanceGuid(instance.guid()).setDrainSeconds(DRAIN_SECONDS)).build());
    } else if (process != null && process.version().equals(instance.version())) {
      try {
        send(cell, key, ControllerMessage.newBuilder().setStartInstance(starts.message(process, instance)).build());
      } catch (ApiException | VaultException e) {
        LOG.warn("instance {} is not started: {}", instance.guid(), e.getMessage());
      }
    }
  }

  private void stage(CellConnection cell, Staged build) {
    try {
      if (send(cell, build.guid(), ControllerMessage.newBuilder().setStage(stages.message(build)).build())) {
        builds.sent(build.guid(), clock.instant());
      }
    } catch (ApiException | VaultException e) {
      LOG.warn("build {} is not staged: {}", build.guid(), e.getMessage());
    }
  }

  private boolean send(CellConnection cell, String key, ControllerMessage message) {
    boolean sent = cell.send(message);
    if (sent) {
      told.put(key, cell);
    }
    return sent;
  }
}
