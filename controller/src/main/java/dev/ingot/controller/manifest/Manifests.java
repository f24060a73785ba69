package dev.ingot.controller.manifest;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.AppChanges;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.job.Jobs;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Applies manifests to a space: apps that are missing are made at once, the rest is a job, one transaction an app. */
@Service
public class Manifests {
  private final AppRepository apps;
  private final Apps operations;
  private final AppChanges rules;
  private final ManifestApply apply;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Manifests(AppRepository apps, Apps operations, AppChanges rules, ManifestApply apply, Access access, Jobs jobs,
      TransactionTemplate transaction, Clock clock) {
    this.apps = apps;
    this.operations = operations;
    this.rules = rules;
    this.apply = apply;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Starts applying; answers the job's guid. Nothing is changed when the manifest is refused.
   *
   * @throws ManifestException with every problem of the manifest
   * @throws ApiException 404 for a space the caller cannot see, 403 for one it may not change
   */
  public String apply(String spaceGuid, String yaml) {
    access.space(Permission.WRITE_APP, spaceGuid, "Space");
    List<ManifestApp> manifest = ManifestParser.parse(yaml);
    return java.util.Objects.requireNonNull(transaction.execute(status -> {
      manifest.forEach(app -> ensure(spaceGuid, app));
      return jobs.start("space.apply_manifest", spaceGuid,
          progress -> manifest.forEach(app -> transaction.executeWithoutResult(inner -> one(spaceGuid, app))));
    }));
  }

  private void ensure(String spaceGuid, ManifestApp manifest) {
    if (apps.existsBySpaceGuidAndName(spaceGuid, manifest.name())) {
      return;
    }
    try {
      Lifecycle lifecycle = new Lifecycle(manifest.lifecycle(), null);
      operations.added(new AppEntity(spaceGuid, rules.freeName(manifest.name(), spaceGuid), rules.lifecycleType(lifecycle), clock.instant()));
    } catch (ApiException e) {
      throw of(manifest, e);
    }
  }

  private void one(String spaceGuid, ManifestApp manifest) {
    AppEntity app = apps.findBySpaceGuidAndName(spaceGuid, manifest.name()).flatMap(found -> apps.lock(found.guid()))
        .orElseThrow(() -> ApiException.unprocessable("App '" + manifest.name() + "' was deleted while its manifest was applied"));
    try {
      apply.apply(app, manifest, new Metadata(manifest.labels(), manifest.annotations()));
    } catch (ApiException e) {
      throw of(manifest, e);
    }
  }

  private static ApiException of(ManifestApp manifest, ApiException e) {
    return new ApiException(e.code(), "For application '" + manifest.name() + "': " + e.detail(), e);
  }
}
