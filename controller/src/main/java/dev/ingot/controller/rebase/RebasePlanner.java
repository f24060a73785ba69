package dev.ingot.controller.rebase;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.rebase.db.RebasableApps;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseAppRepository;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import dev.ingot.controller.stack.Stacks;
import dev.ingot.oci.image.Rebase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Finds out whom a rebase affects, before anything is changed. One that was killed meanwhile begins again. */
@Component
class RebasePlanner {
  private final RebaseRepository rebases;
  private final RebaseAppRepository parts;
  private final RebasableApps candidates;
  private final AppRepository apps;
  private final DropletRepository droplets;
  private final RebaseImages images;
  private final Stacks stacks;
  private final Leadership leadership;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RebasePlanner(RebaseRepository rebases, RebaseAppRepository parts, RebasableApps candidates, AppRepository apps, DropletRepository droplets,
      RebaseImages images, Stacks stacks, Leadership leadership, TransactionTemplate transaction, Clock clock) {
    this.rebases = rebases;
    this.parts = parts;
    this.candidates = candidates;
    this.apps = apps;
    this.droplets = droplets;
    this.images = images;
    this.stacks = stacks;
    this.leadership = leadership;
    this.transaction = transaction;
    this.clock = clock;
  }

  void plan(RebaseEntity rebase) {
    List<RebaseAppEntity> planned = new ArrayList<>();
    try {
      Rebase.RunImage run = images.run(rebase);
      boolean preferred = stacks.find(rebase.stack()).filter(stacks::preferred).isPresent();
      Instant now = clock.instant();
      for (String app : candidates.of(rebase.stack(), preferred, rebase.appGuid())) {
        // Their order is the time they were made, which the database keeps to the microsecond.
        apps.findById(app).ifPresent(found -> planned.add(part(rebase, found, run, now.plusNanos(1000L * planned.size()))));
      }
    } catch (RebaseImages.MissingImageException e) {
      transaction.executeWithoutResult(status -> {
        leadership.fence();
        rebases.lock(rebase.guid()).ifPresent(row -> row.state(RebaseEntity.FAILED, e.getMessage(), clock.instant()));
      });
      return;
    }
    transaction.executeWithoutResult(status -> {
      leadership.fence();
      RebaseEntity row = rebases.lock(rebase.guid()).filter(found -> found.state().equals(RebaseEntity.PLANNING)).orElse(null);
      if (row != null) {
        parts.deleteOf(row.guid());
        parts.saveAllAndFlush(planned);
        long waiting = planned.stream().filter(part -> part.is(RebaseAppEntity.WAITING)).count();
        row.planned((int) Math.max(1, Math.ceilDiv(waiting * row.wavePercent(), 100)), clock.instant());
      }
    });
  }

  private RebaseAppEntity part(RebaseEntity rebase, AppEntity app, Rebase.RunImage run, Instant now) {
    RebaseAppEntity part = new RebaseAppEntity(rebase.guid(), app.guid(), app.dropletGuid(), now);
    DropletEntity droplet = app.dropletGuid() == null ? null : droplets.findById(app.dropletGuid()).orElse(null);
    if (droplet == null) {
      part.state(RebaseAppEntity.REFUSED, "it has no droplet any more", now);
      return part;
    }
    switch (images.decide(droplet, rebase, run)) {
      case Rebase.Result.Unchanged unchanged -> part.state(RebaseAppEntity.UNCHANGED, null, now);
      case Rebase.Result.Refused refused -> part.state(RebaseAppEntity.REFUSED, told(refused), now);
      case Rebase.Result.Rebased rebased -> {
        if (candidates.ails(app.guid())) {
          part.state(RebaseAppEntity.REFUSED, RebaseStep.AILS, now);
        }
      }
    }
    return part;
  }

  static String told(Rebase.Result.Refused refused) {
    return refused.reason() + (refused.forcible() ? " (--force does it all the same)" : "");
  }
}
