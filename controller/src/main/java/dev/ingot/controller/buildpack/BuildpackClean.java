package dev.ingot.controller.buildpack;

import dev.ingot.controller.buildpack.db.BuildpackRepository;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes bits that no buildpack has any more once that is committed. */
@Component
class BuildpackClean {
  private final BuildpackRepository buildpacks;
  private final BuildpackFiles files;
  private final TransactionTemplate transaction;
  /** Shared while a zip is stored and named by a row, alone while unnamed ones are looked for. */
  private final ReentrantReadWriteLock storing = new ReentrantReadWriteLock();

  BuildpackClean(BuildpackRepository buildpacks, BuildpackFiles files, PlatformTransactionManager transactions) {
    this.buildpacks = buildpacks;
    this.files = files;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** To be held from before a zip is stored until the row that names it is committed. */
  Lock storing() {
    return storing.readLock();
  }

  /** Looks at this digest when the current transaction has committed. */
  void afterCommit(@Nullable String digest) {
    if (digest != null) {
      TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
        @Override
        public void afterCommit() {
          deleteUnused(digest);
        }
      });
    }
  }

  /** To be called without {@link #storing} held. */
  void deleteUnused(String digest) {
    storing.writeLock().lock();
    try {
      Long users = transaction.execute(status -> buildpacks.countByDigest(digest));
      if (users != null && users == 0) {
        files.delete(digest);
      }
    } finally {
      storing.writeLock().unlock();
    }
  }
}
