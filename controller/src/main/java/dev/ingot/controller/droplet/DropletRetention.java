package dev.ingot.controller.droplet;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps an app's droplets few: of those that can run the newest stay, with the current one and those that processes run; others are EXPIRED
 * without image. Rows of very old ones go. Works beside whoever staged the droplet.
 */
@Component
class DropletRetention {
  private static final Logger LOG = LoggerFactory.getLogger(DropletRetention.class);
  private static final int MAX_ROWS = 100;

  private final DropletRepository droplets;
  private final AppRepository apps;
  private final DropletImages images;
  private final DropletsInUse used;
  private final DropletProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;

  DropletRetention(DropletRepository droplets, AppRepository apps, DropletImages images, DropletsInUse used, DropletProperties properties,
      TransactionTemplate transaction, Clock clock) {
    this.apps = apps;
    this.transaction = transaction;
    this.droplets = droplets;
    this.images = images;
    this.used = used;
    this.properties = properties;
    this.clock = clock;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DropletStaged event) {
    Thread.ofVirtual().name("droplet-retention").start(() -> {
      try {
        transaction.executeWithoutResult(status -> apps.lock(event.appGuid()).ifPresent(this::trim));
      } catch (RuntimeException e) {
        LOG.warn("old droplets of app {} stay until its next build: {}", event.appGuid(), e.toString());
      }
    });
  }

  private void trim(AppEntity app) {
    var inUse = used.of(app.guid());
    List<DropletEntity> gone = new ArrayList<>();
    int staged = 0;
    int rows = 0;
    for (DropletEntity droplet : droplets.findByAppGuidOrderByCreatedAtDesc(app.guid())) {
      rows++;
      boolean keep = droplet.guid().equals(app.dropletGuid()) || inUse.contains(droplet.guid());
      if (droplet.state().equals(DropletEntity.STAGED) && ++staged > properties.kept() && !keep) {
        droplet.state("EXPIRED", null, clock.instant());
        gone.add(droplet);
      }
      if (rows > MAX_ROWS && !keep) {
        droplets.delete(droplet);
      }
    }
    droplets.flush();
    images.forget(gone);
  }
}
