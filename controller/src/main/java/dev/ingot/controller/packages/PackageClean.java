package dev.ingot.controller.packages;

import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes packages, and bits that no package has any more once that is committed. */
@Component
class PackageClean implements AppListener {
  private final PackageRepository packages;
  private final PackageFiles files;
  /** Shared while zips are stored and named by a row, alone while unnamed ones are looked for: else one could be deleted in between. */
  private final ReentrantReadWriteLock storing = new ReentrantReadWriteLock();
  private final TransactionTemplate transaction;

  PackageClean(PackageRepository packages, PackageFiles files, PlatformTransactionManager transactions) {
    this.packages = packages;
    this.files = files;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public void deleting(AppEntity app) {
    remove(packages.findByAppGuid(app.guid()));
  }

  void remove(List<PackageEntity> gone) {
    Set<String> digests = gone.stream().map(PackageEntity::digest).filter(Objects::nonNull).collect(Collectors.toSet());
    packages.deleteAll(gone);
    packages.flush();
    release(digests);
  }

  /** Deletes bits that no package names any more, once the transaction has committed. */
  void release(Collection<String> digests) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCompletion(int status) {
        if (status == STATUS_COMMITTED) {
          digests.forEach(PackageClean.this::deleteUnused);
        }
      }
    });
  }

  /** To be held from before a zip is stored until the row that names it is committed. */
  Lock storing() {
    return storing.readLock();
  }

  private void deleteUnused(String digest) {
    storing.writeLock().lock();
    try {
      Long users = transaction.execute(status -> packages.countByDigest(digest));
      if (users != null && users == 0) {
        files.delete(digest);
      }
    } finally {
      storing.writeLock().unlock();
    }
  }
}
