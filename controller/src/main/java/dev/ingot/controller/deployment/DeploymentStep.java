package dev.ingot.controller.deployment;

import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.deployment.Rollout.Part;
import dev.ingot.controller.deployment.Rollout.View;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.deployment.db.SuccessorFacts;
import dev.ingot.controller.deployment.db.SuccessorFacts.Facts;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes one deployment a step further: looks how its instances are, and writes down how many there shall be. All it knows is in the database. */
@Component
class DeploymentStep {
  private static final int DEFAULT_CHECK_SECONDS = 60;

  private final Leadership leadership;
  private final DeploymentRepository deployments;
  private final AppRepository apps;
  private final ProcessRepository processes;
  private final SuccessorFacts facts;
  private final Handover handover;
  private final AppUsage usage;
  private final DeploymentProperties properties;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  DeploymentStep(Leadership leadership, DeploymentRepository deployments, AppRepository apps, ProcessRepository processes, SuccessorFacts facts,
      Handover handover, AppUsage usage, DeploymentProperties properties, ApplicationEventPublisher publisher, Clock clock) {
    this.leadership = leadership;
    this.deployments = deployments;
    this.apps = apps;
    this.processes = processes;
    this.facts = facts;
    this.handover = handover;
    this.usage = usage;
    this.properties = properties;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** @throws Leadership.NotLeadingException when another controller leads; nothing was changed */
  @Transactional
  public void step(String guid) {
    leadership.fence();
    Optional<AppEntity> app = deployments.appOf(guid).flatMap(apps::lock);
    Optional<DeploymentEntity> deployment = deployments.findById(guid).filter(DeploymentEntity::active);
    if (app.isPresent() && deployment.isPresent()) {
      step(deployment.get(), app.get());
    }
  }

  private void step(DeploymentEntity deployment, AppEntity app) {
    View view = view(deployment, app);
    if (view == null || !app.started()) {
      int instances = deployment.active(DeploymentEntity.CANCELING) ? deployment.baseInstances() : deployment.webInstances();
      processes.findByAppGuidAndType(app.guid(), ProcessEntity.WEB).ifPresent(web -> web.instances(instances));
      handover.end(deployment, app, "CANCELED");
    } else if (deployment.active(DeploymentEntity.CANCELING)) {
      Rollout.Next next = Rollout.back(view);
      write(app, next);
      if (next.reached() || overdue(deployment, app)) {
        handover.end(deployment, app, "CANCELED");
      }
    } else if (deployment.active(DeploymentEntity.DEPLOYING)) {
      forward(deployment, app, view);
    }
  }

  private void forward(DeploymentEntity deployment, AppEntity app, View view) {
    deployment.served(view.successor().healthy(), clock.instant());
    boolean step = deployment.canaryStep() > 0 && deployment.canaryStep() <= deployment.canarySteps();
    int target = step ? Rollout.canary(deployment.webInstances(), deployment.canaryWeights(), deployment.canaryStep()) : deployment.webInstances();
    int keep = step ? Math.clamp(view.baseInstances() - target + 1L, 0, view.baseInstances()) : 0;
    Rollout.Next next = Rollout.forward(view, target, keep);
    if (!next.reached()) {
      String failure = failure(deployment, app);
      if (failure != null) {
        handover.back(deployment, app, failure);
        return;
      }
    }
    write(app, next);
    if (next.reached() && step) {
      deployment.reason(DeploymentEntity.PAUSED, clock.instant());
    } else if (next.reached()) {
      deployed(deployment, app);
    }
  }

  /** The other processes follow: they get the new droplet too. */
  private void deployed(DeploymentEntity deployment, AppEntity app) {
    handover.end(deployment, app, "DEPLOYED");
    processes.findByAppGuidOrderByCreatedAtAscTypeAsc(app.guid()).stream().filter(process -> !process.guid().equals(deployment.processGuid()))
        .forEach(process -> {
          process.newVersion();
          process.revisionGuid(deployment.revisionGuid());
        });
  }

  private @Nullable String failure(DeploymentEntity deployment, AppEntity app) {
    Facts successor = facts.of(app.guid()).stream().filter(one -> one.guid().equals(deployment.processGuid())).findFirst().orElseThrow();
    if (successor.crashes() >= properties.maxCrashes()) {
      return "an instance crashed " + successor.crashes() + " times: " + Objects.requireNonNullElse(successor.crashReason(), "it ended by itself");
    }
    if (!overdue(deployment, app)) {
      return null;
    }
    return successor.refusal() != null ? "an instance cannot be placed: " + successor.refusal()
        : "no instance became healthy for " + deadline(app).toSeconds() + " s";
  }

  private boolean overdue(DeploymentEntity deployment, AppEntity app) {
    Instant changed = deployment.statusChangedAt();
    Instant since = deployment.healthyAt().isAfter(changed) ? deployment.healthyAt() : changed;
    return clock.instant().isAfter(since.plus(deadline(app)));
  }

  private Duration deadline(AppEntity app) {
    Integer timeout = processes.findByAppGuidAndType(app.guid(), ProcessEntity.WEB).map(web -> web.health().timeout()).orElse(null);
    Duration check = Duration.ofSeconds(timeout == null ? DEFAULT_CHECK_SECONDS : timeout).plusMinutes(1);
    return check.compareTo(properties.progressDeadline()) > 0 && timeout != null ? check : properties.progressDeadline();
  }

  /** Null when one of the two processes is gone, which only happens when somebody changed the database by hand. */
  private @Nullable View view(DeploymentEntity deployment, AppEntity app) {
    Part successor = null;
    Part base = null;
    List<Part> others = new ArrayList<>();
    boolean noRoom = false;
    for (Facts one : facts.of(app.guid())) {
      Part part = new Part(one.guid(), one.instances(), one.healthy());
      if (one.guid().equals(deployment.processGuid())) {
        successor = part;
        noRoom = one.refusal() != null;
      } else if (one.guid().equals(deployment.baseProcessGuid())) {
        base = part;
      } else {
        others.add(part);
      }
    }
    return successor == null || base == null ? null
        : new View(successor, base, others, deployment.baseInstances(), deployment.maxInFlight(), noRoom);
  }

  private void write(AppEntity app, Rollout.Next next) {
    boolean changed = false;
    for (Map.Entry<String, Integer> entry : next.instances().entrySet()) {
      ProcessEntity process = processes.findById(entry.getKey()).orElseThrow();
      if (process.instances() != entry.getValue()) {
        usage.resized(app, new AppUsage.Part(process.guid(), process.type()), process.instances(), entry.getValue(), process.memoryMb(), process.memoryMb());
        process.instances(entry.getValue());
        process.touch(clock.instant());
        changed = true;
      }
    }
    if (changed) {
      publisher.publishEvent(new DesiredStateChanged(app.guid()));
    }
  }
}
