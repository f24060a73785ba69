package dev.ingot.controller.process;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes a droplet an app's current one, and its process types the app's processes. */
@Service
@Transactional
public class CurrentDroplet {
  private final AppFinder finder;
  private final DropletRepository droplets;
  private final ProcessesOfApp processes;
  private final AppJournal journal;
  private final ObjectProvider<DropletListener> listeners;
  private final Clock clock;

  CurrentDroplet(AppFinder finder, DropletRepository droplets, ProcessesOfApp processes, AppJournal journal, ObjectProvider<DropletListener> listeners, Clock clock) {
    this.finder = finder;
    this.droplets = droplets;
    this.processes = processes;
    this.journal = journal;
    this.listeners = listeners;
    this.clock = clock;
  }

  /** Assigns it; as in CF, instances of a started app go on with the old one until the next restart. 422 for a droplet of another app. */
  public AppEntity assign(String appGuid, @Nullable String dropletGuid) {
    AppEntity app = finder.lock(appGuid, Permission.OPERATE_APP);
    if (processes.deploying(app)) {
      throw ApiException.unprocessable("Unable to assign current droplet while the app has a deployment in progress. "
          + "Wait for the deployment to complete or cancel it.");
    }
    set(app, dropletGuid);
    return app;
  }

  /** Assigns it to an app that the caller has locked and may change. False when it was current already. */
  public boolean set(AppEntity app, @Nullable String dropletGuid) {
    DropletEntity droplet = dropletGuid == null ? null : droplets.findById(dropletGuid).orElse(null);
    if (droplet == null || !droplet.appGuid().equals(app.guid()) || !droplet.state().equals("STAGED")) {
      throw ApiException.unprocessable("Unable to assign current droplet. Ensure the droplet exists and belongs to this app.");
    }
    droplet.processTypes().keySet().forEach(type -> processes.ensure(app, type));
    boolean another = !droplet.guid().equals(app.dropletGuid());
    app.dropletGuid(droplet.guid());
    app.touch(clock.instant());
    listeners.forEach(listener -> listener.current(app, droplet));
    journal.event("audit.app.droplet.mapped", app, Map.of("request", Map.of("droplet_guid", droplet.guid())));
    journal.log(app, "Updated app with guid " + app.guid() + " (droplet_guid)");
    return another;
  }
}
