package dev.ingot.controller.usage;

import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Writes what an app uses when it is started, stopped or deleted. */
@Component
@Order(-1)
class AppUsageBook implements AppListener {
  private final ProcessRepository processes;
  private final AppUsage usage;

  AppUsageBook(ProcessRepository processes, AppUsage usage) {
    this.processes = processes;
    this.usage = usage;
  }

  @Override
  public void replaced(AppEntity app, boolean before) {
    if (!before) {
      processes.flush();
      ofApp(app, "STARTED", "STOPPED");
    }
  }

  @Override
  public void stopped(AppEntity app) {
    ofApp(app, "STOPPED", "STARTED");
  }

  @Override
  public void deleting(AppEntity app) {
    if (app.started()) {
      ofApp(app, "STOPPED", "STARTED");
    }
  }

  private void ofApp(AppEntity app, String state, String previous) {
    for (ProcessEntity process : processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid())) {
      if (process.instances() > 0) {
        usage.record(app.guid(), state, new AppUsage.Change(new AppUsage.Part(process.guid(), process.type()), null, null, previous,
            process.instances(), process.instances(), process.memoryMb(), process.memoryMb()));
      }
    }
  }
}
