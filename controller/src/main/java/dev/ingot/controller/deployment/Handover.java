package dev.ingot.controller.deployment;

import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.revision.db.RevisionRepository;
import dev.ingot.controller.sidecar.Sidecars;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes one process `web` the app's in the stead of another, and ends what is over. Joins the transaction of a caller who has locked the app. */
@Component
class Handover {
  private final DeploymentRepository deployments;
  private final ProcessRepository processes;
  private final RevisionRepository revisions;
  private final Sidecars sidecars;
  private final AppJournal journal;
  private final AppUsage usage;
  private final DeploymentProperties properties;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Handover(DeploymentRepository deployments, ProcessRepository processes, RevisionRepository revisions, Sidecars sidecars, AppJournal journal,
      AppUsage usage, DeploymentProperties properties, ApplicationEventPublisher publisher, Clock clock) {
    this.deployments = deployments;
    this.processes = processes;
    this.revisions = revisions;
    this.sidecars = sidecars;
    this.journal = journal;
    this.usage = usage;
    this.properties = properties;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** A successor of the app's `web`, which from now on retires with the droplet, variables and sidecars the app has at this moment. */
  ProcessEntity successor(AppEntity app, ProcessEntity web) {
    ProcessEntity successor = web.successor(clock.instant());
    web.retire(app.dropletGuid(), app.environment(), sidecars.states(app.guid()));
    // A manifest that was applied just before may have changed the command for what comes; what retires, or is gone back to, runs its own.
    if (web.revisionGuid() != null) {
      revisions.findById(web.revisionGuid()).ifPresent(revision -> web.command(revision.commands().get(web.type())));
    }
    processes.saveAndFlush(web);
    return processes.saveAndFlush(successor);
  }

  /** Begins to go back: the base is the app's `web` again, with the droplet, variables and sidecars of before. @param error why by itself; null = asked for */
  void back(DeploymentEntity deployment, AppEntity app, @Nullable String error) {
    processes.findByAppGuidAndType(app.guid(), ProcessEntity.WEB).ifPresent(web -> {
      web.retire(app.dropletGuid(), app.environment(), sidecars.states(app.guid()));
      processes.saveAndFlush(web);
    });
    ProcessEntity base = processes.findById(Objects.requireNonNull(deployment.baseProcessGuid())).orElseThrow();
    List<SidecarState> before = base.sidecars();
    if (before != null) {
      sidecars.restore(app, before);
    }
    base.reinstate();
    processes.saveAndFlush(base);
    app.dropletGuid(deployment.previousDropletGuid());
    app.environment(deployment.baseEnvironment());
    app.touch(clock.instant());
    deployment.reason(DeploymentEntity.CANCELING, clock.instant());
    if (error != null) {
      deployment.error(error);
      journal.log(app, "Deployment " + deployment.guid() + " goes back to what ran before: " + error);
    }
    journal.event("audit.app.deployment.cancel", app,
        Map.of("deployment_guid", deployment.guid(), "droplet_guid", Objects.requireNonNullElse(deployment.previousDropletGuid(), "")));
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  /** Ends it, without the processes that retire. */
  void end(DeploymentEntity deployment, AppEntity app, String reason) {
    var gone = processes.findByAppGuidAndRetiringTrueOrderByCreatedAt(app.guid());
    gone.forEach(process -> usage.resized(app, new AppUsage.Part(process.guid(), process.type()), process.instances(), 0, process.memoryMb(), process.memoryMb()));
    processes.deleteAll(gone);
    processes.flush();
    deployment.finalized(reason, clock.instant());
    deployments.saveAndFlush(deployment);
    deployments.forget(app.guid(), properties.kept());
    journal.log(app, "Deployment " + deployment.guid() + " ended: " + reason);
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }
}
