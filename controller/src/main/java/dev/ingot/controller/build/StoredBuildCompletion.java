package dev.ingot.controller.build;

import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppUsage;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.build.db.BuildEntity;
import dev.ingot.controller.build.db.BuildRepository;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.docker.DockerAccess;
import dev.ingot.controller.droplet.DropletStaged;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.packages.db.PackageRepository;
import dev.ingot.oci.registry.RepositoryAddress;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Turns a cell's result into a droplet or a failure. */
@Component
@Transactional
class StoredBuildCompletion implements BuildCompletion {
  private static final Logger log = LoggerFactory.getLogger(StoredBuildCompletion.class);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final int BUILDS_KEPT = 100;

  private final BuildRepository builds;
  private final DropletRepository droplets;
  private final PackageRepository packages;
  private final Vault vault;
  private final AppRepository apps;
  private final AppJournal journal;
  private final AppUsage usage;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  StoredBuildCompletion(BuildRepository builds, DropletRepository droplets, PackageRepository packages, Vault vault, AppRepository apps, AppJournal journal,
      AppUsage usage, ApplicationEventPublisher publisher, Clock clock) {
    this.builds = builds;
    this.droplets = droplets;
    this.packages = packages;
    this.vault = vault;
    this.apps = apps;
    this.journal = journal;
    this.usage = usage;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public void finished(StagingResult result) {
    Optional<BuildEntity> waiting = builds.lock(result.getBuildGuid()).filter(build -> build.state().equals(BuildEntity.STAGING));
    if (waiting.isEmpty()) {
      log.info("a result for build {} was left aside: the build is finished or gone", result.getBuildGuid());
      return;
    }
    BuildEntity build = waiting.get();
    build.timings(result.getTimingsList().stream().map(timing -> new BuildEntity.Phase(timing.getPhase(), timing.getMillis())).toList());
    if (result.hasDetect()) {
      build.detection(Detections.of(result.getDetect()));
    }
    AppEntity app = apps.findById(build.appGuid()).orElseThrow();
    usage.record(app.guid(), "STAGING_STOPPED", new AppUsage.Change(null, null, null, "STAGING", 1, 1, build.stagingMemoryMb(), build.stagingMemoryMb()));
    switch (result.getResultCase()) {
      case STAGED -> staged(build, app, result.getStaged());
      case FAILED -> failed(build, app, result.getFailed());
      case RESULT_NOT_SET -> {
        if (build.detectOnly() && result.hasDetect()) {
          detected(build, app);
        } else {
          failed(build, app, StagingFailure.newBuilder().setCode("StagingError").setReason("the cell reported an end without a result; push again").build());
        }
      }
    }
  }

  private void detected(BuildEntity build, AppEntity app) {
    build.staged(null, clock.instant());
    journal.event("audit.app.build.staged", app, Map.of("build_guid", build.guid(), "package_guid", build.packageGuid()));
    builds.forget(app.guid(), BUILDS_KEPT);
  }

  private void staged(BuildEntity build, AppEntity app, StagedDroplet staged) {
    DropletEntity droplet = new DropletEntity(app.guid(), build.packageGuid(), build.guid(), clock.instant());
    // A docker image's registry is kept apart, with the user's credentials.
    String registry = build.lifecycleType().equals(PackageEntity.DOCKER) ? "" : staged.getImage().getRegistry();
    droplet.image(new RepositoryAddress(registry, staged.getImage().getRepository()).toString(), staged.getImage().getDigest(), staged.getImageSizeBytes(),
        staged.getDefaultProcess().isEmpty() ? null : staged.getDefaultProcess());
    Map<String, String> types = new LinkedHashMap<>();
    staged.getProcessesList().forEach(process -> types.put(process.getType(), process.getCommand()));
    droplet.contents(types,
        staged.getBuildpacksList().stream().map(used -> new DropletEntity.UsedBuildpack(used.getId(), used.getVersion(), used.getName())).toList(),
        staged.getLayersList().stream().map(layer -> new DropletEntity.Layer(layer.getCreatedBy(), layer.getDiffId(), layer.getDigest(),
            layer.getSizeBytes(), layer.getReused())).toList());
    droplet.sidecars(staged.getSidecarsList().stream().map(one -> new DropletEntity.Sidecar(one.getName(), one.getCommand(), List.copyOf(one.getProcessTypesList()),
        one.getMemoryMb() > 0 ? one.getMemoryMb() : null)).toList());
    droplet.lifecycle(build.lifecycleType(), staged.getStack().isEmpty() ? build.stack() : staged.getStack());
    if (build.lifecycleType().equals(PackageEntity.DOCKER)) {
      docker(droplet, build, staged);
    }
    droplets.saveAndFlush(droplet);
    build.staged(droplet.guid(), clock.instant());
    droplet.buildpacks().forEach(used -> usage.record(app.guid(), "BUILDPACK_SET", new AppUsage.Change(null, null,
        new AppUsage.Part(used.id(), used.name()), null, null, null, null, null)));
    journal.event("audit.app.droplet.create", app, Map.of("droplet_guid", droplet.guid(), "package_guid", build.packageGuid()));
    journal.event("audit.app.build.staged", app, Map.of("build_guid", build.guid(), "package_guid", build.packageGuid()));
    journal.log(app, "Creating droplet for app with guid " + app.guid());
    builds.forget(app.guid(), BUILDS_KEPT);
    publisher.publishEvent(new DropletStaged(app.guid()));
  }

  private void docker(DropletEntity droplet, BuildEntity build, StagedDroplet staged) {
    PackageEntity source = packages.findById(build.packageGuid()).orElse(null);
    String image = source == null || source.dockerImage() == null ? staged.getImage().getRepository() : source.dockerImage();
    String sealed = source == null ? null : source.dockerPassword();
    String password = source == null || sealed == null ? null
        : vault.seal(vault.open(sealed, PackageEntity.passwordPlace(source.guid())), DockerAccess.place(droplet.guid()));
    droplet.docker(image, new DockerAccess(staged.getImage().getRegistry(), source == null ? null : source.dockerUsername(), password,
        droplet.guid()), metadata(staged.getExecutionMetadata()));
  }

  private static @Nullable Map<String, Object> metadata(String text) {
    return text.isEmpty() ? null : JSON.readValue(text, OBJECT);
  }

  private void failed(BuildEntity build, AppEntity app, StagingFailure failure) {
    String code = failure.getCode().isEmpty() ? "StagingError" : failure.getCode();
    String reason = failure.getReason().isEmpty() ? "the stager gave no reason" : plain(failure.getReason());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("code", code);
    facts.put("phase", failure.getPhase());
    facts.put("buildpack", failure.getBuildpack());
    facts.put("reason", reason);
    facts.put("exit_code", failure.getExitCode());
    facts.put("last_lines", failure.getLastLinesList().stream().map(StoredBuildCompletion::plain).toList());
    facts.put("remedy", failure.getRemedy());
    build.failed(FailureWords.of(code, reason), facts, clock.instant());
    journal.event("audit.app.build.failed", app, Map.of("build_guid", build.guid(), "package_guid", build.packageGuid(), "error", build.error() == null ? "" : build.error()));
    journal.log(app, "Failed to stage build: " + FailureWords.of(code, reason));
  }

  /** PostgreSQL keeps no NUL, and a result that cannot be kept would come again and again. */
  private static String plain(String said) {
    return said.replace("\0", "");
  }
}
