package dev.ingot.controller.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.controller.log.LogStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What cells tell of instances becomes rows. Called by the cell stream; publishes {@link InstancesChanged}. */
@Component
public class InstanceNews {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceNews.class);

  private final Instances instances;
  private final Crashes crashes;
  private final LogStore logs;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  InstanceNews(Instances instances, Crashes crashes, LogStore logs, Clock clock, ApplicationEventPublisher events) {
    this.instances = instances;
    this.crashes = crashes;
    this.logs = logs;
    this.clock = clock;
    this.events = events;
  }

  /** Takes one event in; false when the cell should not have this instance and must be told to stop it. */
  @Transactional
  public boolean happened(String cellId, InstanceEvent event) {
    boolean known = apply(cellId, event);
    events.publishEvent(new InstancesChanged());
    return known;
  }

  /**
   * Makes the rows of a cell what the cell says it has; what goes on running there is left alone.
   *
   * @param trusted this database has known the cell before: it may say that an instance is unknown. A database that was restored
   *     empty must not stop everything.
   * @return guids the cell has and must be told to stop
   */
  @Transactional
  public List<String> inventory(String cellId, List<InstanceEvent> inventory, boolean trusted) {
    Map<String, Instance> rows = new HashMap<>();
    instances.onCell(cellId).forEach(row -> rows.put(row.guid(), row));
    List<String> unknown = new ArrayList<>();
    for (InstanceEvent event : inventory) {
      rows.remove(event.getInstanceGuid());
      if (!apply(cellId, event) && !adopt(cellId, event)) {
        unknown.add(event.getInstanceGuid());
      }
    }
    rows.values().forEach(row -> absent(cellId, row));
    events.publishEvent(new InstancesChanged());
    if (!unknown.isEmpty() && !trusted && !instances.anyApp()) {
      LOG.warn("cell {} runs {} instances, and this database knows no app at all: they are left alone. Was the database replaced?",
          cellId, unknown.size());
      return List.of();
    }
    return unknown;
  }

  private boolean apply(String cellId, InstanceEvent event) {
    return switch (event.getState()) {
      case CREATING -> onCell(cellId, event);
      case RUNNING -> instances.running(cellId, event, since(event)) || onCell(cellId, event);
      case CRASHED -> {
        instances.find(event.getInstanceGuid()).filter(row -> cellId.equals(row.cellId())).ifPresent(row -> crashes.crashed(row, event));
        yield true;
      }
      case STOPPED -> {
        instances.find(event.getInstanceGuid()).filter(row -> cellId.equals(row.cellId()) && row.state() != InstanceState.CRASHED)
            .ifPresent(row -> instances.delete(row.guid()));
        yield true;
      }
      default -> true;
    };
  }

  private boolean onCell(String cellId, InstanceEvent event) {
    return instances.find(event.getInstanceGuid()).filter(row -> cellId.equals(row.cellId()) && row.state() != InstanceState.CRASHED).isPresent();
  }

  private Instant since(InstanceEvent event) {
    Instant now = clock.instant();
    Instant told = Instant.ofEpochSecond(0, event.getSinceNanos());
    return event.getSinceNanos() <= 0 || told.isAfter(now) ? now : told;
  }

  /** An instance without a row that should run all the same: the row was lost, or its cell was given up while it was away. */
  private boolean adopt(String cellId, InstanceEvent event) {
    var facts = instances.facts(event.getAppGuid(), event.getProcessGuid());
    if (facts.isEmpty() || instances.find(event.getInstanceGuid()).isPresent() || event.getState() != dev.ingot.api.cell.v1.InstanceState.RUNNING
        || !instances.wanted(event.getProcessGuid(), event.getProcessVersion(), event.getIndex())) {
      return false;
    }
    instances.insert(new Instance(event.getInstanceGuid(), event.getProcessGuid(), event.getProcessVersion(), event.getAppGuid(),
        event.getIndex(), cellId, InstanceState.CLAIMED, since(event), false, facts.get().memoryMb(), facts.get().diskMb(), 0, null, null));
    return instances.running(cellId, event, since(event));
  }

  /** CLAIMED rows stay: the cell is told again. What ran and is gone is made anew, without counting as a crash of the app. */
  private void absent(String cellId, Instance row) {
    if (row.state() == InstanceState.STOPPING) {
      instances.delete(row.guid());
    } else if (row.state() == InstanceState.RUNNING) {
      instances.delete(row.guid());
      logs.append(row.appGuid(), "CELL", "Instance %d (%s) was gone when cell %s came back; starting it anew".formatted(row.index(), row.guid(), cellId));
    }
  }
}
