package dev.ingot.controller.rebase;

import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseAppRepository;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import dev.ingot.oci.image.Rebase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes a rebase as far as it goes now: all it knows is in the database. */
@Component
class RebaseDriver {
  private final RebaseRepository rebases;
  private final RebaseAppRepository parts;
  private final RebasePlanner planner;
  private final RebaseStep step;
  private final RebaseImages images;
  private final RebaseDocuments documents;
  private final RebaseProperties properties;
  private final Leadership leadership;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RebaseDriver(RebaseRepository rebases, RebaseAppRepository parts, RebasePlanner planner, RebaseStep step, RebaseImages images, RebaseDocuments documents,
      RebaseProperties properties, Leadership leadership, TransactionTemplate transaction, Clock clock) {
    this.rebases = rebases;
    this.parts = parts;
    this.planner = planner;
    this.step = step;
    this.images = images;
    this.documents = documents;
    this.properties = properties;
    this.leadership = leadership;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Goes on with it. @throws Leadership.NotLeadingException when another controller leads */
  void drive(RebaseEntity rebase) {
    switch (rebase.state()) {
      case RebaseEntity.PLANNING -> planner.plan(rebase);
      case RebaseEntity.ROLLING, RebaseEntity.CANCELING -> roll(rebase);
      case RebaseEntity.REVERTING -> revert(rebase);
      default -> { }
    }
  }

  private void roll(RebaseEntity rebase) {
    List<RebaseAppEntity> wave = wave(rebase);
    if (wave.stream().anyMatch(part -> part.is(RebaseAppEntity.WAITING))) {
      begin(rebase, wave);
      wave = wave(rebase);
    }
    for (RebaseAppEntity part : wave) {
      if (part.is(RebaseAppEntity.DEPLOYING) && step.wentBack(part)) {
        stop(rebase, part, "its deployment went back: " + step.why(part));
        return;
      }
    }
    if (wave(rebase).stream().noneMatch(part -> part.is(RebaseAppEntity.DEPLOYING) || part.is(RebaseAppEntity.WAITING)) && settled(rebase, wave)) {
      next(rebase);
    }
  }

  private void begin(RebaseEntity rebase, List<RebaseAppEntity> wave) {
    try {
      Rebase.RunImage run = images.run(rebase);
      documents.prepare(rebase, run);
      wave.stream().filter(part -> part.is(RebaseAppEntity.WAITING)).forEach(part -> step.begin(rebase, part, run));
    } catch (RebaseImages.MissingImageException e) {
      change(rebase, row -> {
        parts.skip(row.guid());
        row.state(RebaseEntity.STOPPED, e.getMessage(), clock.instant());
      });
    }
  }

  /** Whether the wave was healthy until its time of watching ended; begins that time, and lets the wave go back when it was not. */
  private boolean settled(RebaseEntity rebase, List<RebaseAppEntity> wave) {
    boolean deployed = wave.stream().anyMatch(part -> part.deploymentGuid() != null);
    Instant now = clock.instant();
    if (!deployed) {
      return true;
    }
    if (rebase.settleUntil() == null) {
      change(rebase, row -> row.settleUntil(now.plus(properties.settle())));
      return false;
    }
    if (now.isBefore(rebase.settleUntil())) {
      return false;
    }
    for (RebaseAppEntity part : wave) {
      if (part.deploymentGuid() != null && step.ails(part)) {
        stop(rebase, part, "its instances were healthy on the new run image and are not any more");
        return false;
      }
    }
    return true;
  }

  private void next(RebaseEntity rebase) {
    change(rebase, row -> {
      if (row.state().equals(RebaseEntity.CANCELING)) {
        parts.skip(row.guid());
        row.state(RebaseEntity.CANCELED, null, clock.instant());
        return;
      }
      List<RebaseAppEntity> following = parts.findByRebaseGuidAndStateAndWaveOrderByCreatedAtAscGuidAsc(row.guid(), RebaseAppEntity.WAITING, 0,
          Limit.of(Math.max(1, row.waveSize())));
      if (following.isEmpty()) {
        row.state(RebaseEntity.COMPLETE, null, clock.instant());
        return;
      }
      row.nextWave(clock.instant());
      following.forEach(part -> part.wave(row.wave()));
    });
  }

  private void stop(RebaseEntity rebase, RebaseAppEntity culprit, String why) {
    change(rebase, row -> row.state(RebaseEntity.REVERTING, "wave " + row.wave() + " goes back because of app " + culprit.appGuid() + ": " + why, clock.instant()));
  }

  private void revert(RebaseEntity rebase) {
    for (RebaseAppEntity part : wave(rebase)) {
      if (part.is(RebaseAppEntity.DEPLOYING) || part.is(RebaseAppEntity.DONE) && part.dropletGuid() != null) {
        step.revert(part);
      } else if (part.is(RebaseAppEntity.REVERTING)) {
        step.reverted(part);
      }
    }
    boolean going = wave(rebase).stream().anyMatch(part -> part.is(RebaseAppEntity.DEPLOYING) || part.is(RebaseAppEntity.REVERTING)
        || part.is(RebaseAppEntity.DONE) && part.dropletGuid() != null);
    if (!going) {
      change(rebase, row -> {
        parts.skip(row.guid());
        row.state(RebaseEntity.STOPPED, null, clock.instant());
      });
    }
  }

  private List<RebaseAppEntity> wave(RebaseEntity rebase) {
    return rebase.wave() == 0 ? List.of() : parts.findByRebaseGuidAndWave(rebase.guid(), rebase.wave());
  }

  private void change(RebaseEntity known, Consumer<RebaseEntity> change) {
    transaction.executeWithoutResult(status -> {
      leadership.fence();
      rebases.lock(known.guid()).filter(RebaseEntity::active).ifPresent(change);
    });
  }
}
