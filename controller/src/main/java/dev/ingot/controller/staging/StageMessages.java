package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.docker.OwnRegistry;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.staging.db.CacheVersions;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.staging.Staged.ImageRef;
import dev.ingot.oci.registry.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a cell is told about a build. */
@Component
public class StageMessages {
  private final AppEnvironment environment;
  private final OwnRegistry registry;
  private final Vault vault;
  private final StagingBuildpacks buildpacks;
  private final CacheVersions caches;

  StageMessages(AppEnvironment environment, OwnRegistry registry, Vault vault, StagingBuildpacks buildpacks, CacheVersions caches) {
    this.buildpacks = buildpacks;
    this.environment = environment;
    this.registry = registry;
    this.vault = vault;
    this.caches = caches;
  }

  /** @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the build or its app is gone */
  public Stage message(Staged build) {
    Stage.Builder stage = Stage.newBuilder().setBuildGuid(build.guid()).setAppGuid(build.appGuid()).setAppName(build.appName())
        .setPackagePath("/internal/packages/" + build.packageGuid() + "/bits").setPackageDigest(Objects.requireNonNullElse(build.packageDigest(), ""))
        .addAllBuildpacks(build.buildpacks()).setStack(Objects.requireNonNullElse(build.stack(), ""))
        .setBuildImage(image(build.build())).setRunImage(image(build.run())).putAllEnv(env(build))
        .setMemoryBytes((long) build.memoryMb() << 20).setDiskBytes((long) build.diskMb() << 20)
        .setTimeoutSeconds((int) StagingRules.TIME_LIMIT.toSeconds())
        .setTargetRepository("apps/" + build.appGuid()).setTargetTag(build.guid()).setCacheVersion(caches.of(build.appGuid())).setDetectOnly(build.detectOnly());
    if (build.docker() != null) {
      stage.setDocker(docker(build, build.docker()));
    } else {
      List<StagingBuildpacks.Row> rows = buildpacks.all();
      if (!rows.isEmpty()) {
        BuildStack stack = buildpacks.stack(build.stackAsked(), Objects.requireNonNullElse(build.stack(), ""));
        new BuildpackOrder(rows, buildpacks.aliases(), stack).of(build.buildpacks()).forEach(one -> stage.addOrder(one.hasImage() ? located(one, build.appGuid()) : one));
      }
    }
    if (build.tiny() != null) {
      stage.setTinyStack(build.tiny().stack()).setTinyRunImage(image(build.tiny().run()));
    }
    if (build.previous() != null) {
      stage.setPreviousImage(image(build.previous()));
    }
    return stage.build();
  }

  /**
   * Tells where an image of buildpacks lies. In our own registry cells have every right, so that only what everybody may read, or is the app's
   * own, can be named; from other registries they read without credentials.
   */
  private StageBuildpack located(StageBuildpack one, String app) {
    try {
      ImageReference image = ImageReference.parse(one.getImage().getReference());
      String place = registry.registry(image);
      boolean own = !place.contains("://");
      if (own && !image.repository().startsWith("stacks/") && !image.repository().equals("apps/" + app)) {
        return BuildpackOrder.problem(one.getName(), "an app may use images of buildpacks in its own repository here, apps/" + app + ", and in those below stacks/");
      }
      return one.toBuilder().setImage(one.getImage().toBuilder().setRegistry(own ? "" : place)).build();
    } catch (IllegalArgumentException e) {
      return BuildpackOrder.problem(one.getName(), String.valueOf(e.getMessage()));
    }
  }

  private DockerSource docker(Staged build, Staged.Docker docker) {
    String sealed = docker.password();
    return DockerSource.newBuilder().setReference(docker.reference()).setUsername(Objects.requireNonNullElse(docker.username(), ""))
        .setPassword(sealed == null ? "" : vault.open(sealed, PackageEntity.passwordPlace(build.packageGuid())))
        .setRegistry(registry.registry(ImageReference.parse(docker.reference()))).build();
  }

  /** A build that names no stack is staged on the default one, which only placing decides. */
  private Map<String, String> env(Staged build) {
    Map<String, String> env = new HashMap<>(environment.staging(build.guid()));
    String stack = build.stack();
    if (stack != null) {
      env.put("CF_STACK", stack);
    }
    return env;
  }

  private static Image image(@Nullable ImageRef ref) {
    return ref == null ? Image.getDefaultInstance() : Image.newBuilder().setRepository(ref.repository()).setDigest(ref.digest()).build();
  }
}
