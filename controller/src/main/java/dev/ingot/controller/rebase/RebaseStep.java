package dev.ingot.controller.rebase;

import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.deployment.DeploymentRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.deployment.Deployments;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.droplet.DropletStaged;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.process.CurrentDroplet;
import dev.ingot.controller.rebase.db.RebasableApps;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseAppRepository;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.oci.image.Rebase;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is done with one app of a wave: each step is a transaction of its own that leaves either all of it or nothing, so that a controller
 * that was killed goes on. Runs as the platform.
 */
@Component
class RebaseStep {
  /** Why an app that ails is left alone: nobody could tell whether the new run image hurts it. */
  static final String AILS = "not all of its instances are healthy, so that nobody could tell whether the new run image hurts it; repair it first";
  private static final Logger LOG = LoggerFactory.getLogger(RebaseStep.class);

  private final RebaseAppRepository parts;
  private final RebasableApps candidates;
  private final AppRepository apps;
  private final DropletRepository droplets;
  private final RebaseImages images;
  private final RebaseDocuments documents;
  private final Deployments deployments;
  private final DeploymentRepository deployed;
  private final CurrentDroplet current;
  private final AppJournal journal;
  private final Leadership leadership;
  private final ApplicationEventPublisher publisher;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RebaseStep(RebaseAppRepository parts, RebasableApps candidates, AppRepository apps, DropletRepository droplets, RebaseImages images,
      RebaseDocuments documents, Deployments deployments, DeploymentRepository deployed, CurrentDroplet current, AppJournal journal, Leadership leadership,
      ApplicationEventPublisher publisher, TransactionTemplate transaction, Clock clock) {
    this.parts = parts;
    this.candidates = candidates;
    this.apps = apps;
    this.droplets = droplets;
    this.images = images;
    this.documents = documents;
    this.deployments = deployments;
    this.deployed = deployed;
    this.current = current;
    this.journal = journal;
    this.leadership = leadership;
    this.publisher = publisher;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * WAITING → DEPLOYING, DONE, UNCHANGED, REFUSED or FAILED; still WAITING when the app got another droplet meanwhile. The registry is asked
   * outside of every transaction: it may take a minute, or never answer.
   */
  void begin(RebaseEntity rebase, RebaseAppEntity waiting, Rebase.RunImage run) {
    try {
      DropletEntity droplet = droplet(apps.findById(waiting.appGuid()).orElseThrow());
      String busy = droplet == null ? "it has no droplet any more" : busy(waiting.appGuid());
      if (droplet == null || busy != null) {
        end(waiting, null, RebaseAppEntity.REFUSED, busy);
        return;
      }
      switch (images.decide(droplet, rebase, run)) {
        case Rebase.Result.Unchanged unchanged -> end(waiting, droplet, RebaseAppEntity.UNCHANGED, null);
        case Rebase.Result.Refused refused -> end(waiting, droplet, RebaseAppEntity.REFUSED, RebasePlanner.told(refused));
        case Rebase.Result.Rebased rebased -> {
          if (candidates.ails(waiting.appGuid())) {
            end(waiting, droplet, RebaseAppEntity.REFUSED, AILS);
          } else {
            RebaseImages.Stored image = images.store(droplet, rebase, run, rebased.image());
            documents.store(rebase, droplet, run, rebased.before(), image.manifest());
            change(waiting, part -> replace(rebase, part, droplet, image));
          }
        }
      }
    } catch (Leadership.NotLeadingException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(waiting, e);
    }
  }

  private @Nullable DropletEntity droplet(AppEntity app) {
    return app.dropletGuid() == null ? null : droplets.findById(app.dropletGuid()).orElse(null);
  }

  /** Why an app is left to somebody else now; null = it is not. */
  private @Nullable String busy(String app) {
    return deployed.existsByAppGuidAndStatusValue(app, DeploymentEntity.ACTIVE) ? "somebody is deploying it; rebase it afterwards" : null;
  }

  /** @param looked what was looked at; an app that has another one by now stays WAITING, and the loop's next turn looks at that. null = at none */
  private void end(RebaseAppEntity waiting, @Nullable DropletEntity looked, String state, @Nullable String why) {
    change(waiting, part -> {
      if (looked == null || has(apps.lock(part.appGuid()).orElseThrow(), looked)) {
        part.state(state, why, clock.instant());
      }
    });
  }

  private static boolean has(AppEntity app, DropletEntity droplet) {
    return droplet.guid().equals(app.dropletGuid());
  }

  private void replace(RebaseEntity rebase, RebaseAppEntity part, DropletEntity droplet, RebaseImages.Stored image) {
    AppEntity app = apps.lock(part.appGuid()).orElseThrow();
    String busy = busy(app.guid());
    if (busy != null) {
      part.state(RebaseAppEntity.REFUSED, busy, clock.instant());
      return;
    }
    if (!has(app, droplet)) {
      return;
    }
    DropletEntity fresh = droplets.saveAndFlush(droplet.rebased(image.manifest().digest().value(), image.sizeBytes(), image.layers(), clock.instant()));
    journal.event("audit.app.droplet.create", app, Map.of("droplet_guid", fresh.guid(), "source_guid", droplet.guid(), "rebase_guid", rebase.guid()));
    journal.log(app, "Rebased droplet " + droplet.guid() + " onto " + rebase.runRepository() + "@" + rebase.runDigest() + " as " + fresh.guid());
    publisher.publishEvent(new DropletStaged(app.guid()));
    part.gets(fresh.guid(), droplet.guid(), deploy(app, fresh.guid()));
    part.state(part.deploymentGuid() == null ? RebaseAppEntity.DONE : RebaseAppEntity.DEPLOYING, null, clock.instant());
  }

  /** A rolling deployment for a started app; for a stopped one the droplet is just its current one, and null is answered. */
  private @Nullable String deploy(AppEntity app, String droplet) {
    if (!app.started()) {
      current.set(app, droplet);
      return null;
    }
    return deployments.create(new DeploymentRequest(new Ref(droplet), null, null, null, new DeploymentRequest.Relationships(ToOne.of(app.guid())), null)).guid();
  }

  /** DEPLOYING → DONE when it is through. True when it went back by itself: the reason to let the whole wave go back. */
  boolean wentBack(RebaseAppEntity deploying) {
    Optional<DeploymentEntity> found = deployment(deploying);
    if (found.isPresent() && found.get().active() && !found.get().active(DeploymentEntity.CANCELING)) {
      return false;
    }
    if (found.isPresent() && (found.get().active() || found.get().statusReason().equals("CANCELED"))) {
      return true;
    }
    boolean own = found.filter(one -> one.statusReason().equals("DEPLOYED")).isPresent();
    change(deploying, part -> part.state(RebaseAppEntity.DONE, own ? null : "somebody deployed something else meanwhile", clock.instant()));
    return false;
  }

  /** Why the deployment of an app went back. */
  String why(RebaseAppEntity part) {
    return deployment(part).map(DeploymentEntity::error).orElse("somebody cancelled its deployment");
  }

  /** Whether an app that is through runs what it was given, and not all of it is healthy. */
  boolean ails(RebaseAppEntity part) {
    return runsIt(part) && candidates.ails(part.appGuid());
  }

  private boolean runsIt(RebaseAppEntity part) {
    return part.dropletGuid() != null && apps.findById(part.appGuid()).filter(app -> part.dropletGuid().equals(app.dropletGuid())).isPresent();
  }

  /** DEPLOYING or DONE → REVERTING or REVERTED, unless somebody gave the app something else meanwhile. */
  void revert(RebaseAppEntity touched) {
    change(touched, part -> {
      AppEntity app = apps.lock(part.appGuid()).orElseThrow();
      Optional<DeploymentEntity> deployment = deployment(part);
      String previous = part.previousDropletGuid();
      if (part.is(RebaseAppEntity.DEPLOYING) && deployment.filter(DeploymentEntity::active).isPresent()) {
        deployments.cancel(deployment.get().guid());
        part.state(RebaseAppEntity.REVERTING, null, clock.instant());
      } else if (runsIt(part) && previous != null) {
        part.back(deploy(app, previous));
        part.state(part.deploymentGuid() == null ? RebaseAppEntity.REVERTED : RebaseAppEntity.REVERTING, null, clock.instant());
      } else {
        part.state(RebaseAppEntity.REVERTED, deployment.map(DeploymentEntity::error).orElse("somebody deployed something else meanwhile"), clock.instant());
      }
    });
  }

  /** REVERTING → REVERTED when it is through, or FAILED. */
  void reverted(RebaseAppEntity reverting) {
    Optional<DeploymentEntity> deployment = deployment(reverting);
    if (deployment.filter(DeploymentEntity::active).isEmpty()) {
      boolean back = !runsIt(reverting);
      change(reverting, part -> part.state(back ? RebaseAppEntity.REVERTED : RebaseAppEntity.FAILED, back ? null
          : "it could not go back to droplet " + part.previousDropletGuid() + ": " + deployment.map(DeploymentEntity::error).orElse("its deployment is gone"), clock.instant()));
    }
  }

  private Optional<DeploymentEntity> deployment(RebaseAppEntity part) {
    return part.deploymentGuid() == null ? Optional.empty() : deployed.findById(part.deploymentGuid());
  }

  /** Does it with the row as it is now; what fails is FAILED with the reason, and the rebase goes on. */
  private void change(RebaseAppEntity known, Consumer<RebaseAppEntity> change) {
    try {
      transaction.executeWithoutResult(status -> {
        leadership.fence();
        parts.findById(known.guid()).filter(part -> part.is(known.state())).ifPresent(change);
      });
    } catch (Leadership.NotLeadingException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(known, e);
    }
  }

  private void failed(RebaseAppEntity known, RuntimeException e) {
    String why = e instanceof ApiException api ? api.detail() : String.valueOf(e.getMessage());
    LOG.warn("app {} cannot be rebased: {}", known.appGuid(), why, e);
    transaction.executeWithoutResult(status -> {
      leadership.fence();
      parts.findById(known.guid()).ifPresent(part -> part.state(RebaseAppEntity.FAILED, why, clock.instant()));
    });
  }
}
