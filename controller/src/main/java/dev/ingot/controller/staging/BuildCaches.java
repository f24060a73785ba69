package dev.ingot.controller.staging;

import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.staging.db.CacheVersions;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The caches of builds, which lie on cells (decision 0012). Clearing one makes what any cell has of it out of date: a cell throws it away before
 * the next build of the app, also one that does not answer at the moment.
 */
@Service
@Transactional
public class BuildCaches {
  private final CacheVersions versions;
  private final AppFinder apps;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;

  BuildCaches(CacheVersions versions, AppFinder apps, Access access, Jobs jobs, TransactionTemplate transaction) {
    this.versions = versions;
    this.apps = apps;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
  }

  /** Starts clearing the app's; answers the job's guid. */
  public String clear(String appGuid) {
    apps.require(appGuid, Permission.WRITE_APP);
    return jobs.start("app.clear_buildpack_cache", appGuid, progress -> transaction.executeWithoutResult(status -> versions.raise(appGuid)));
  }

  /** Starts clearing those of all apps; answers the job's guid. For admins. */
  public String clearAll() {
    access.platform(Permission.WRITE_PLATFORM);
    return jobs.start("admin.clear_buildpack_cache", "", progress -> transaction.executeWithoutResult(status -> versions.raise(null)));
  }
}
