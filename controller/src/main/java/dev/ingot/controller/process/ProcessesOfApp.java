package dev.ingot.controller.process;

import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.AppProperties;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.quota.ProcessChange;
import dev.ingot.controller.quota.Quotas;
import java.time.Clock;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Keeps an app's processes in step with it: a new app has `web`, a started or restarted one has a new version of each. */
@Component
@Order(1)
public class ProcessesOfApp implements AppListener {
  private final ProcessRepository processes;
  private final AppProperties properties;
  private final AppJournal journal;
  private final Quotas quotas;
  private final Clock clock;

  ProcessesOfApp(ProcessRepository processes, AppProperties properties, AppJournal journal, Quotas quotas, Clock clock) {
    this.processes = processes;
    this.properties = properties;
    this.journal = journal;
    this.quotas = quotas;
    this.clock = clock;
  }

  @Override
  public void created(AppEntity app) {
    ensure(app, ProcessEntity.WEB);
  }

  @Override
  public void starting(AppEntity app) {
    quotas.checkProcesses(app.spaceGuid(), processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid()).stream()
        .map(process -> new ProcessChange(ProcessChange.NOTHING, size(process))).toList());
  }

  private static ProcessChange.Size size(ProcessEntity process) {
    return new ProcessChange.Size(true, process.instances(), process.memoryMb(), process.logRateLimit());
  }

  @Override
  public void replaced(AppEntity app, boolean before) {
    for (ProcessEntity process : processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid())) {
      process.newVersion();
    }
  }

  /** Whether a deployment of the app goes on: a process is being replaced by its successor. */
  public boolean deploying(AppEntity app) {
    return processes.existsByAppGuidAndRetiringTrue(app.guid());
  }

  /** The app's process of this type, made with the defaults when there is none. */
  public ProcessEntity ensure(AppEntity app, String type) {
    return processes.findByAppGuidAndType(app.guid(), type).orElseGet(() -> {
      ProcessEntity process = processes.saveAndFlush(new ProcessEntity(app.guid(), type, (int) properties.memory().toMegabytes(),
          (int) properties.disk().toMegabytes(), clock.instant()));
      journal.event("audit.app.process.create", app, Map.of("process_guid", process.guid(), "process_type", type));
      return process;
    });
  }
}
