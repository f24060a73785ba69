package dev.ingot.controller.cell.stream;

import dev.ingot.api.cell.v1.CancelStaging;
import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.Hello;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.LogAck;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.StopInstance;
import dev.ingot.api.cell.v1.TaskNoted;
import dev.ingot.api.cell.v1.Welcome;
import dev.ingot.controller.cell.CellCaches;
import dev.ingot.controller.cell.CellConnection;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.cell.Cells;
import dev.ingot.controller.instance.InstanceMetricsTable;
import dev.ingot.controller.instance.InstanceNews;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.log.DiskLogStore;
import dev.ingot.controller.log.MetricHistory;
import dev.ingot.controller.staging.StagingOutcomes;
import dev.ingot.controller.task.TaskNews;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What each message of a cell does. */
@Component
class CellTalk {
  private static final Logger LOG = LoggerFactory.getLogger(CellTalk.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(15);

  private final CellConnections connections;
  private final CellCaches caches;
  private final Cells cells;
  private final InstanceNews news;
  private final TaskNews tasks;
  private final InstanceMetricsTable metrics;
  private final MetricHistory history;
  private final StagingOutcomes staging;
  private final DiskLogStore logs;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  CellTalk(CellConnections connections, CellCaches caches, Cells cells, InstanceNews news, TaskNews tasks, InstanceMetricsTable metrics, MetricHistory history, StagingOutcomes staging,
      DiskLogStore logs, TransactionTemplate transaction, Clock clock, ApplicationEventPublisher events) {
    this.connections = connections;
    this.caches = caches;
    this.cells = cells;
    this.news = news;
    this.tasks = tasks;
    this.metrics = metrics;
    this.history = history;
    this.staging = staging;
    this.logs = logs;
    this.transaction = transaction;
    this.clock = clock;
    this.events = events;
  }

  /** The inventory becomes rows in one transaction, then commands flow: first what the cell must not have. */
  void hello(CellConnection cell, Hello hello) {
    cell.send(ControllerMessage.newBuilder().setWelcome(Welcome.newBuilder().setHeartbeatSeconds((int) HEARTBEAT.toSeconds())
        .setLeaseSeconds((int) LEASE.toSeconds())).build());
    List<String> unknown = transaction.execute(status -> {
      boolean known = cells.arrived(hello, clock.instant().plus(LEASE));
      tasks.inventory(hello.getCellId(), hello.getInventoryList());
      return news.inventory(hello.getCellId(), hello.getInventoryList().stream().filter(event -> !event.getTask()).toList(), known);
    });
    connections.opened(cell);
    LOG.info("cell {} ({}) is here with {} instances", hello.getCellId(), hello.getVersion(), hello.getInventoryCount());
    unknown.forEach(guid -> stop(cell, guid));
    hello.getInventoryList().stream().filter(InstanceEvent::getTask).forEach(event -> task(cell, event));
    staging.inventory(hello.getCellId(), hello.getStagingList()).forEach(guid -> cell.send(ControllerMessage.newBuilder()
        .setCancelStaging(CancelStaging.newBuilder().setBuildGuid(guid)).build()));
    events.publishEvent(new InstancesChanged());
  }

  void message(CellConnection cell, CellMessage message) {
    if (!connections.current(cell)) {
      cell.close(Status.UNAVAILABLE.withDescription("cell " + cell.cellId() + " was given up or opened another stream: dial again"));
      return;
    }
    switch (message.getMessageCase()) {
      case HEARTBEAT -> heartbeat(cell);
      case INSTANCE_EVENT -> {
        if (!task(cell, message.getInstanceEvent()) && !news.happened(cell.cellId(), message.getInstanceEvent())) {
          stop(cell, message.getInstanceEvent().getInstanceGuid());
        }
      }
      case LOGS -> store(cell, message.getLogs());
      case METRICS -> {
        metrics.report(message.getMetrics().getInstancesList());
        history.report(message.getMetrics().getInstancesList());
      }
      case STAGING_RESULT -> {
        staging.finished(cell.cellId(), message.getStagingResult());
        events.publishEvent(new InstancesChanged());
      }
      case CACHE_REPORT -> caches.answered(cell.cellId(), message.getCacheReport());
      default -> LOG.warn("cell {} sent {}, which is not expected now", cell.cellId(), message.getMessageCase());
    }
  }

  /** False when the event is not of a task. */
  private boolean task(CellConnection cell, InstanceEvent event) {
    switch (tasks.happened(cell.cellId(), event)) {
      case NOT_A_TASK -> {
        return false;
      }
      case FINE -> { }
      case NOTED -> {
        cell.send(ControllerMessage.newBuilder().setTaskNoted(TaskNoted.newBuilder().setInstanceGuid(event.getInstanceGuid())).build());
        events.publishEvent(new InstancesChanged());
      }
      case UNWANTED -> stop(cell, event.getInstanceGuid());
    }
    return true;
  }

  void closed(CellConnection cell) {
    connections.closed(cell);
    caches.gone(cell.cellId());
  }

  private void heartbeat(CellConnection cell) {
    if (!cells.renew(cell.cellId(), clock.instant().plus(LEASE))) {
      connections.close(cell.cellId(), Status.UNAVAILABLE.withDescription("the lease of cell " + cell.cellId() + " is over: say hello again"));
    }
  }

  private void store(CellConnection cell, LogBatch batch) {
    logs.append(batch.getLinesList());
    logs.whenDurable(() -> cell.send(ControllerMessage.newBuilder().setLogAck(LogAck.newBuilder().setSequence(batch.getSequence())).build()));
  }

  private static void stop(CellConnection cell, String instanceGuid) {
    cell.send(ControllerMessage.newBuilder().setStopInstance(StopInstance.newBuilder().setInstanceGuid(instanceGuid)).build());
  }
}
