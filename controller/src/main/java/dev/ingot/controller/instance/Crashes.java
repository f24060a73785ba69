package dev.ingot.controller.instance;

import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.event.AuditEvents.Target;
import dev.ingot.controller.instance.Instances.AppFacts;
import dev.ingot.controller.log.LogStore;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a crash does: count, next start, audit events and the log lines CF users know. */
@Component
class Crashes {
  private final Instances instances;
  private final AuditEvents audit;
  private final LogStore logs;
  private final Clock clock;

  Crashes(Instances instances, AuditEvents audit, LogStore logs, Clock clock) {
    this.instances = instances;
    this.audit = audit;
    this.logs = logs;
    this.clock = clock;
  }

  void crashed(Instance row, InstanceEvent event) {
    String cellId = row.cellId();
    if (row.state() == InstanceState.STOPPING) {
      instances.delete(row.guid());
      return;
    }
    if (cellId == null || row.state() == InstanceState.CRASHED) {
      return;
    }
    Instant now = clock.instant();
    var decision = CrashPolicy.crashed(row.crashCount(), row.state() == InstanceState.RUNNING ? row.since() : null, now);
    String reason = event.getExitDescription().isEmpty() ? "Exited with status " + event.getExitStatus() : event.getExitDescription();
    if (instances.crashed(cellId, row.guid(), decision.count(), reason, decision.nextStartAt(), now)) {
      instances.facts(row.appGuid(), row.processGuid()).ifPresent(app -> tell(app, row, decision.count(), reason, event));
    }
  }

  private void tell(AppFacts app, Instance row, int count, String reason, InstanceEvent event) {
    String type = app.processType() == null ? "web" : app.processType();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("instance", row.guid());
    data.put("index", row.index());
    data.put("cell_id", row.cellId());
    data.put("reason", "CRASHED");
    data.put("exit_description", reason);
    data.put("exit_status", event.getExitStatus());
    data.put("crash_count", count);
    data.put("crash_timestamp", event.getSinceNanos());
    data.put("version", row.version());
    Target target = new Target(row.appGuid(), "app", app.name(), app.spaceGuid(), app.organizationGuid());
    audit.record("app.crash", target, data);
    audit.record("audit.app.process.crash", target, data);
    logs.append(row.appGuid(), "API", "App instance exited with guid %s payload: {\"instance\"=>\"%s\", \"index\"=>%d, \"cell_id\"=>\"%s\", "
        .formatted(row.appGuid(), row.guid(), row.index(), row.cellId())
        + "\"reason\"=>\"CRASHED\", \"exit_description\"=>\"%s\", \"crash_count\"=>%d, \"crash_timestamp\"=>%d, \"version\"=>\"%s\"}"
        .formatted(reason, count, event.getSinceNanos(), row.version()));
    logs.append(row.appGuid(), "API", "Process has crashed with type: \"" + type + "\"");
  }
}
