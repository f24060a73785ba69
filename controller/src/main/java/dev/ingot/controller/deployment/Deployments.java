package dev.ingot.controller.deployment;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.deployment.DeploymentRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.Apps;
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
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Rolling deployments: all processes get a new version at once, and the scheduler replaces instances index by index without a gap. Whether
 * one has ended is looked at whenever somebody asks. Each method checks the current caller's rights.
 */
@Service
@Transactional
public class Deployments {
  private static final Listing<DeploymentEntity> LISTING = Listing.of(DeploymentEntity.class).filter("app_guids", "appGuid")
      .filter("status_values", "statusValue").filter("status_reasons", "statusReason").filter("states", "statusValue")
      .allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES);
  private static final int MAX_IN_FLIGHT = 1000;

  private final DeploymentRepository deployments;
  private final DeploymentProgress progress;
  private final AppFinder finder;
  private final Apps apps;
  private final CurrentDroplet current;
  private final ProcessesOfApp processes;
  private final ProcessScaling scaling;
  private final AppJournal journal;
  private final VisibleSpaces spaces;
  private final Clock clock;

  Deployments(DeploymentRepository deployments, DeploymentProgress progress, AppFinder finder, Apps apps, CurrentDroplet current,
      ProcessesOfApp processes, ProcessScaling scaling, AppJournal journal, VisibleSpaces spaces, Clock clock) {
    this.deployments = deployments;
    this.progress = progress;
    this.finder = finder;
    this.apps = apps;
    this.current = current;
    this.processes = processes;
    this.scaling = scaling;
    this.journal = journal;
    this.spaces = spaces;
    this.clock = clock;
  }

  public PageOf<DeploymentEntity> list(ListQuery query) {
    progress.lookAtAll();
    return LISTING.page(deployments, query, OfApps.inSpaces(spaces.of(query)));
  }

  public DeploymentEntity get(String guid) {
    DeploymentEntity deployment = found(guid, Permission.READ_SPACE);
    progress.lookAt(deployment);
    return deployment;
  }

  /** The process whose instances are replaced, for answers. */
  @Transactional(readOnly = true)
  public ProcessEntity web(DeploymentEntity deployment) {
    return processes.ensure(finder.owner(deployment.appGuid(), Permission.READ_SPACE, "Deployment"), ProcessEntity.WEB);
  }

  /** Starts one; one that is still active is superseded. A stopped app is started. */
  public DeploymentEntity create(DeploymentRequest request) {
    AppEntity app = app(request);
    checkStrategy(request);
    MetadataRules.check(request.metadata());
    String previous = app.dropletGuid();
    String droplet = request.droplet() == null ? previous : request.droplet().guid();
    if (droplet == null) {
      throw ApiException.unprocessable("Invalid droplet. Please specify a droplet in the request or set a current droplet for the app.");
    }
    supersede(app);
    if (!droplet.equals(previous)) {
      current.set(app, droplet);
    }
    var options = request.options();
    int inFlight = options == null || options.maxInFlight() == null ? 1 : options.maxInFlight();
    if (inFlight < 1 || inFlight > MAX_IN_FLIGHT) {
      throw ApiException.unprocessable("Max in flight must be greater than 0 and at most " + MAX_IN_FLIGHT);
    }
    if (options != null) {
      scaling.scale(app, processes.ensure(app, ProcessEntity.WEB),
          new ScaleRequest(options.webInstances(), options.memoryInMb(), options.diskInMb(), options.logRateLimitInBytesPerSecond()));
    }
    apps.replace(app);
    DeploymentEntity deployment = new DeploymentEntity(app.guid(), droplet, previous, inFlight, clock.instant());
    deployment.merge(request.metadata());
    deployments.saveAndFlush(deployment);
    journal.event("audit.app.deployment.create", app, Map.of("deployment_guid", deployment.guid(), "droplet_guid", droplet, "strategy", "rolling"));
    journal.log(app, "Creating deployment for app with guid " + app.guid());
    return deployment;
  }

  /** Goes back to the droplet before; 422 when it is not active any more. */
  public void cancel(String guid) {
    DeploymentEntity deployment = found(guid, Permission.OPERATE_APP);
    AppEntity app = finder.lock(deployment.appGuid(), Permission.OPERATE_APP);
    progress.lookAt(deployment);
    if (!deployment.active()) {
      throw ApiException.unprocessable("Cannot cancel a " + deployment.statusValue() + " deployment");
    }
    if (deployment.previousDropletGuid() != null && !deployment.previousDropletGuid().equals(app.dropletGuid())) {
      current.set(app, deployment.previousDropletGuid());
      apps.replace(app);
    }
    deployment.finalized("CANCELED", clock.instant());
    journal.event("audit.app.deployment.cancel", app, Map.of("deployment_guid", guid, "droplet_guid", deployment.dropletGuid()));
  }

  /** Only a paused canary can be continued, and there are none. */
  @Transactional(readOnly = true)
  public void continueOn(String guid) {
    DeploymentEntity deployment = found(guid, Permission.OPERATE_APP);
    throw ApiException.unprocessable("Cannot continue a deployment with status: " + deployment.statusValue() + " and reason: " + deployment.statusReason());
  }

  public DeploymentEntity update(String guid, @Nullable Metadata metadata) {
    DeploymentEntity deployment = found(guid, Permission.OPERATE_APP);
    MetadataRules.check(metadata);
    deployment.merge(metadata);
    deployment.touch(clock.instant());
    return deployment;
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

  private static void checkStrategy(DeploymentRequest request) {
    if (request.revision() != null) {
      throw new ApiException(ErrorCode.NOT_IMPLEMENTED, "There are no revisions on this platform yet; deploy a droplet instead");
    }
    if (request.strategy() == null || request.strategy().equals("rolling")) {
      return;
    }
    if (request.strategy().equals("canary")) {
      throw new ApiException(ErrorCode.NOT_IMPLEMENTED, "The strategy canary does not exist on this platform yet; use rolling");
    }
    throw ApiException.unprocessable("Strategy 'rolling' is the only one supported");
  }

  private void supersede(AppEntity app) {
    deployments.findByAppGuidAndStatusValue(app.guid(), DeploymentEntity.ACTIVE)
        .forEach(deployment -> deployment.finalized("SUPERSEDED", clock.instant()));
  }

  private DeploymentEntity found(String guid, Permission permission) {
    DeploymentEntity deployment = deployments.findById(guid).orElseThrow(() -> ApiException.notFound("Deployment"));
    finder.owner(deployment.appGuid(), permission, "Deployment");
    return deployment;
  }
}
