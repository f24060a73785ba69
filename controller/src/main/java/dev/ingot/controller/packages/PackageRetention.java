package dev.ingot.controller.packages;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps an app's packages few: of those with bits the newest stay, others are EXPIRED without bits unless a build works on them. Rows of very
 * old ones go. Works beside whoever uploaded.
 */
@Component
class PackageRetention {
  private static final Logger LOG = LoggerFactory.getLogger(PackageRetention.class);
  private static final int MAX_ROWS = 100;

  private final PackageRepository packages;
  private final AppRepository apps;
  private final PackagesInUse used;
  private final PackageClean clean;
  private final PackageProperties properties;
  private final TransactionTemplate transaction;
  private final Clock clock;

  PackageRetention(PackageRepository packages, AppRepository apps, PackagesInUse used, PackageClean clean, PackageProperties properties,
      TransactionTemplate transaction, Clock clock) {
    this.packages = packages;
    this.apps = apps;
    this.used = used;
    this.clean = clean;
    this.properties = properties;
    this.transaction = transaction;
    this.clock = clock;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(PackageReady event) {
    Thread.ofVirtual().name("package-retention").start(() -> {
      try {
        transaction.executeWithoutResult(status -> apps.lock(event.appGuid()).ifPresent(this::trim));
      } catch (RuntimeException e) {
        LOG.warn("old packages of app {} stay until its next upload: {}", event.appGuid(), e.toString());
      }
    });
  }

  private void trim(AppEntity app) {
    var inUse = used.of(app.guid());
    List<String> digests = new ArrayList<>();
    List<PackageEntity> gone = new ArrayList<>();
    int ready = 0;
    int rows = 0;
    for (PackageEntity one : packages.findByAppGuidOrderByCreatedAtDesc(app.guid())) {
      boolean keep = inUse.contains(one.guid());
      if (++rows > MAX_ROWS && !keep) {
        gone.add(one);
      } else if (one.state().equals(PackageEntity.READY) && one.digest() != null && ++ready > properties.kept() && !keep) {
        digests.add(one.digest());
        one.expired(clock.instant());
      }
    }
    packages.flush();
    clean.release(digests);
    clean.remove(gone);
  }
}
