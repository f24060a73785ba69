package dev.ingot.controller.buildcache;

import dev.ingot.api.buildcache.BuildCache;
import dev.ingot.api.buildcache.BuildCache.OnCell;
import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.controller.app.AppFinder;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.buildcache.db.StagingCells;
import dev.ingot.controller.cell.CellCaches;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.job.Jobs.Progress;
import dev.ingot.controller.staging.db.CacheVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The caches of builds, which lie on cells (decision 0012). Clearing one makes what any cell has of it out of date, so that a cell that is away throws it
 * away before its next build of the app; cells that are here do it at once.
 */
@Service
public class BuildCaches {
  private static final String EVERY_APP = "";

  private final CacheVersions versions;
  private final StagingCells staging;
  private final CellCaches cells;
  private final AppFinder apps;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;

  BuildCaches(CacheVersions versions, StagingCells staging, CellCaches cells, AppFinder apps, Access access, Jobs jobs, TransactionTemplate transaction) {
    this.versions = versions;
    this.staging = staging;
    this.cells = cells;
    this.apps = apps;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
  }

  /** What cells hold of the app's, asked now; holds no database connection while they answer. */
  public BuildCache of(String appGuid) {
    apps.require(appGuid, Permission.READ_SPACE);
    Map<String, Instant> staged = staging.of(appGuid);
    String version = versions.of(appGuid);
    List<OnCell> all = new ArrayList<>();
    cells.ask(appGuid, false).forEach((cell, report) -> {
      if (report.isEmpty()) {
        all.add(away(cell, "it hung up, or did not answer within " + CellCaches.ANSWER_WITHIN.toSeconds() + " s"));
      } else if (report.get().getExists()) {
        all.add(held(cell, report.get(), version));
      }
      staged.remove(cell);
    });
    staged.forEach((cell, last) -> all.add(away(cell, "it is not connected; it staged the app last at " + last)));
    all.sort(Comparator.comparing(OnCell::cell));
    return new BuildCache(all);
  }

  private static OnCell away(String cell, String problem) {
    return new OnCell(cell, "AWAY", null, null, false, false, List.of(), problem);
  }

  private static OnCell held(String cell, CacheReport report, String version) {
    Instant used = report.getUsedAtMillis() == 0 ? null : Instant.ofEpochMilli(report.getUsedAtMillis());
    String problem = report.getProblem().isEmpty() ? null : report.getProblem();
    return new OnCell(cell, "HELD", report.getSizeBytes(), used, report.getInUse(), !report.getVersion().equals(version),
        report.getLayersList().stream().map(layer -> new BuildCache.Layer(layer.getName(), layer.getSizeBytes())).toList(), problem);
  }

  /** Starts clearing the app's; answers the job's guid. */
  @Transactional
  public String clear(String appGuid) {
    apps.require(appGuid, Permission.WRITE_APP);
    return jobs.start("app.clear_buildpack_cache", appGuid, progress -> clear(appGuid, progress));
  }

  /** Starts clearing those of all apps; answers the job's guid. For admins. */
  @Transactional
  public String clearAll() {
    access.platform(Permission.WRITE_PLATFORM);
    return jobs.start("admin.clear_buildpack_cache", "", progress -> clear(null, progress));
  }

  private void clear(@Nullable String appGuid, Progress progress) {
    transaction.executeWithoutResult(status -> versions.raise(appGuid));
    Map<String, Optional<CacheReport>> reports = cells.ask(appGuid == null ? EVERY_APP : appGuid, true);
    reports.forEach((cell, report) -> {
      String problem = report.isEmpty() ? "it did not answer" : report.get().getInUse() ? "a build works with it" : report.get().getProblem();
      if (!problem.isEmpty()) {
        progress.warn("Cell " + cell + " throws its cache away before its next build, not now: " + problem);
      }
    });
  }
}
