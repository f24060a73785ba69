package dev.ingot.controller.packages;

import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Removes packages, and bits that no package has any more once that is committed. */
@Component
class PackageClean implements AppListener {
  private final PackageRepository packages;
  private final PackageFiles files;
  /** Held while a zip is stored and named by a row, and while unnamed zips are looked for: else one could be deleted in between. */
  private final ReentrantLock storing = new ReentrantLock();

  PackageClean(PackageRepository packages, PackageFiles files) {
    this.packages = packages;
    this.files = files;
  }

  @Override
  public void deleting(AppEntity app) {
    remove(packages.findByAppGuid(app.guid()));
  }

  void remove(List<PackageEntity> gone) {
    Set<String> digests = gone.stream().map(PackageEntity::digest).filter(Objects::nonNull).collect(Collectors.toSet());
    packages.deleteAll(gone);
    packages.flush();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCompletion(int status) {
        if (status == STATUS_COMMITTED) {
          digests.forEach(PackageClean.this::deleteUnused);
        }
      }
    });
  }

  ReentrantLock storing() {
    return storing;
  }

  private void deleteUnused(String digest) {
    storing.lock();
    try {
      if (packages.countByDigest(digest) == 0) {
        files.delete(digest);
      }
    } finally {
      storing.unlock();
    }
  }
}
