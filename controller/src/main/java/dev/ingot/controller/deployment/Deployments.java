package dev.ingot.controller.deployment;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.deployment.DeploymentRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.OfApps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.process.CurrentDroplet;
import dev.ingot.controller.process.ProcessScaling;
import dev.ingot.controller.process.ProcessesOfApp;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import dev.ingot.controller.revision.RevisionBook;
import dev.ingot.controller.revision.db.RevisionEntity;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What users do with deployments. One begins with a successor of the app's process `web`; {@link DeploymentLoop} does the rest. Each method
 * checks the current caller's rights.
 */
@Service
@Transactional
public class Deployments {
  private static final Listing<DeploymentEntity> LISTING = Listing.of(DeploymentEntity.class).filter("app_guids", "appGuid")
      .filter("status_values", "statusValue").filter("status_reasons", "statusReason").filter("states", "statusReason")
      .allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);

  private final DeploymentRepository deployments;
  private final AppFinder finder;
  private final Apps apps;
  private final CurrentDroplet current;
  private final ProcessesOfApp ofApp;
  private final ProcessRepository processes;
  private final ProcessScaling scaling;
  private final RevisionBook revisions;
  private final Sidecars sidecars;
  private final RollbackTargets rollbacks;
  private final Handover handover;
  private final AppJournal journal;
  private final AppUsage usage;
  private final VisibleSpaces spaces;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Deployments(DeploymentRepository deployments, AppFinder finder, Apps apps, CurrentDroplet current, ProcessesOfApp ofApp,
      ProcessRepository processes, ProcessScaling scaling, RevisionBook revisions, Sidecars sidecars, RollbackTargets rollbacks, Handover handover,
      AppJournal journal, AppUsage usage, VisibleSpaces spaces, ApplicationEventPublisher publisher, Clock clock) {
    this.deployments = deployments;
    this.finder = finder;
    this.apps = apps;
    this.current = current;
    this.ofApp = ofApp;
    this.processes = processes;
    this.scaling = scaling;
    this.revisions = revisions;
    this.sidecars = sidecars;
    this.rollbacks = rollbacks;
    this.handover = handover;
    this.journal = journal;
    this.usage = usage;
    this.spaces = spaces;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<DeploymentEntity> list(ListQuery query) {
    return LISTING.page(deployments, query, OfApps.inSpaces(spaces.of(query)));
  }

  @Transactional(readOnly = true)
  public DeploymentEntity get(String guid) {
    return found(guid, Permission.READ_SPACE);
  }

  /** Starts one; one that is still active is superseded. A stopped app is started with what is asked for, and the deployment is over at once. */
  public DeploymentEntity create(DeploymentRequest request) {
    AppEntity app = app(request);
    DeploymentOptions options = DeploymentOptions.of(request);
    MetadataRules.check(request.metadata());
    RevisionEntity rollback = request.revision() == null ? null : rollbacks.of(app, request.revision().guid());
    String droplet = rollback != null ? rollback.dropletGuid() : request.droplet() == null ? app.dropletGuid() : request.droplet().guid();
    if (droplet == null) {
      throw ApiException.unprocessable("Invalid droplet. Please specify a droplet in the request or set a current droplet for the app.");
    }
    DeploymentEntity deployment = new DeploymentEntity(app.guid(), options.strategy(), options.maxInFlight(), options.weights(), clock.instant());
    deployment.asked(options.webInstances(), options.memoryMb(), options.diskMb(), options.logRateLimit());
    deployment.merge(request.metadata());
    if (app.started()) {
      roll(deployment, app, options, rollback, droplet);
    } else {
      start(deployment, app, options, rollback, droplet);
    }
    deployments.saveAndFlush(deployment);
    tell(deployment, app, rollback);
    return deployment;
  }

  /** Goes back to what ran before; 422 when it is over. */
  public void cancel(String guid) {
    AppEntity app = lock(guid);
    DeploymentEntity deployment = deployments.findById(guid).orElseThrow();
    if (!deployment.active()) {
      throw ApiException.unprocessable("Cannot cancel a " + deployment.statusReason() + " deployment");
    }
    if (!deployment.active(DeploymentEntity.CANCELING)) {
      handover.back(deployment, app, null);
      journal.log(app, "Cancelling deployment " + guid);
    }
  }

  /** To the next step of a paused canary, or, after the last, to the end. */
  public void continueOn(String guid) {
    AppEntity app = lock(guid);
    DeploymentEntity deployment = deployments.findById(guid).orElseThrow();
    if (!deployment.active(DeploymentEntity.PAUSED)) {
      throw ApiException.unprocessable("Cannot continue a deployment with status: " + deployment.statusValue() + " and reason: "
          + deployment.statusReason());
    }
    deployment.nextStep();
    deployment.reason(DeploymentEntity.DEPLOYING, clock.instant());
    journal.event("audit.app.deployment.continue", app, Map.of("deployment_guid", guid, "droplet_guid", deployment.dropletGuid()));
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  public DeploymentEntity update(String guid, @Nullable Metadata metadata) {
    DeploymentEntity deployment = found(guid, Permission.OPERATE_APP);
    MetadataRules.check(metadata);
    deployment.merge(metadata);
    deployment.touch(clock.instant());
    return deployment;
  }

  private void roll(DeploymentEntity deployment, AppEntity app, DeploymentOptions options, @Nullable RevisionEntity rollback, String droplet) {
    ProcessEntity web = ofApp.ensure(app, ProcessEntity.WEB);
    DeploymentEntity superseded = deployments.findByAppGuidAndStatusValue(app.guid(), DeploymentEntity.ACTIVE).orElse(null);
    int goal = options.webInstances() != null ? scaling.instances(options.webInstances())
        : superseded == null ? web.instances() : superseded.baseInstances();
    scaling.fits(app, web, superseded == null ? web.instances() : Math.max(web.instances(), superseded.goal()),
        new ScaleRequest(goal, options.memoryMb(), options.diskMb(), options.logRateLimit()));
    if (superseded == null) {
      deployment.from(web.guid(), web.instances(), app.dropletGuid(), app.environment());
    } else {
      // Going back leads to what was last deployed to the end, not to something half done.
      deployment.from(Objects.requireNonNull(superseded.baseProcessGuid()), superseded.baseInstances(), superseded.previousDropletGuid(),
          superseded.baseEnvironment());
      superseded.finalized("SUPERSEDED", clock.instant());
    }
    ProcessEntity successor = handover.successor(app, web);
    if (options.scales()) {
      scaling.scale(app, successor, new ScaleRequest(null, options.memoryMb(), options.diskMb(), options.logRateLimit()));
    }
    int first = deployment.canary() ? Rollout.canary(goal, options.weights(), 1) : goal;
    successor.instances(Math.min(options.maxInFlight(), first));
    usage.resized(app, new AppUsage.Part(successor.guid(), successor.type()), 0, successor.instances(), 0, successor.memoryMb());
    change(deployment, app, rollback, droplet);
    deployment.to(successor.guid(), goal, droplet);
    successor.revisionGuid(deployment.revisionGuid());
    publisher.publishEvent(new DesiredStateChanged(app.guid()));
  }

  private void start(DeploymentEntity deployment, AppEntity app, DeploymentOptions options, @Nullable RevisionEntity rollback, String droplet) {
    ProcessEntity web = ofApp.ensure(app, ProcessEntity.WEB);
    if (options.scales() || options.webInstances() != null) {
      scaling.scale(app, web, new ScaleRequest(options.webInstances(), options.memoryMb(), options.diskMb(), options.logRateLimit()));
    }
    deployment.to(web.guid(), web.instances(), droplet);
    change(deployment, app, rollback, droplet);
    apps.replace(app);
    deployment.finalized("DEPLOYED", clock.instant());
  }

  /** The app gets its droplet, and of a revision also its variables, commands and sidecars. */
  private void change(DeploymentEntity deployment, AppEntity app, @Nullable RevisionEntity rollback, String droplet) {
    if (!droplet.equals(app.dropletGuid())) {
      current.set(app, droplet);
    }
    if (rollback != null) {
      app.environment(rollback.environment());
      processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid()).stream().filter(process -> !process.retiring())
          .forEach(process -> process.command(rollback.commands().get(process.type())));
      processes.flush();
      sidecars.restore(app, rollback.sidecars());
    }
    RevisionEntity revision = revisions.current(app, rollback == null ? null : rollback.version());
    if (revision != null) {
      deployment.revision(revision.guid(), revision.version());
    }
  }

  private void tell(DeploymentEntity deployment, AppEntity app, @Nullable RevisionEntity rollback) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("deployment_guid", deployment.guid());
    facts.put("droplet_guid", deployment.dropletGuid());
    facts.put("type", rollback == null ? deployment.previousDropletGuid() != null && deployment.previousDropletGuid().equals(deployment.dropletGuid())
        ? "restart" : "deploy" : "rollback");
    facts.put("strategy", deployment.strategy());
    if (deployment.revisionGuid() != null) {
      facts.put("revision_guid", deployment.revisionGuid());
    }
    journal.event("audit.app.deployment.create", app, facts);
    journal.log(app, "Creating deployment for app with guid " + app.guid());
  }

  private AppEntity app(DeploymentRequest request) {
    String guid = request.relationships() == null ? null : ToOne.guid(request.relationships().app());
    try {
      return finder.lock(guid == null ? "" : guid, Permission.OPERATE_APP);
    } catch (ApiException e) {
      throw e.code() != ErrorCode.RESOURCE_NOT_FOUND ? e
          : ApiException.unprocessable("Unable to use app. Ensure that the app exists and you have access to it.");
    }
  }

  /** The app of a deployment that the caller may operate, locked; the deployment is to be read after that. */
  private AppEntity lock(String guid) {
    String app = deployments.appOf(guid).orElseThrow(() -> ApiException.notFound("Deployment"));
    finder.owner(app, Permission.OPERATE_APP, "Deployment");
    return finder.lock(app, Permission.OPERATE_APP);
  }

  private DeploymentEntity found(String guid, Permission permission) {
    DeploymentEntity deployment = deployments.findById(guid).orElseThrow(() -> ApiException.notFound("Deployment"));
    finder.owner(deployment.appGuid(), permission, "Deployment");
    return deployment;
  }
}
