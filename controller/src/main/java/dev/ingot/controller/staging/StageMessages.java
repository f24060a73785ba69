package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.DockerSource;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.docker.OwnRegistry;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.controller.packages.db.PackageEntity;
import dev.ingot.controller.staging.Staged.ImageRef;
import dev.ingot.controller.staging.db.CacheVersions;
import dev.ingot.oci.registry.ImageReference;
import dev.ingot.oci.registry.RegistryPlace;
import dev.ingot.oci.registry.RepositoryAddress;
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
  private final PlatformRegistry platform;
  private final Vault vault;
  private final StagingBuildpacks buildpacks;
  private final CacheVersions caches;

  StageMessages(AppEnvironment environment, OwnRegistry registry, PlatformRegistry platform, Vault vault, StagingBuildpacks buildpacks, CacheVersions caches) {
    this.platform = platform;
    this.buildpacks = buildpacks;
    this.environment = environment;
    this.registry = registry;
    this.vault = vault;
    this.caches = caches;
  }

  /** @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the build or its app is gone */
  public Stage message(Staged build) {
    Image.Builder target = platform.locate(platform.repository("apps/" + build.appGuid()));
    Stage.Builder stage = Stage.newBuilder().setBuildGuid(build.guid()).setAppGuid(build.appGuid()).setAppName(build.appName())
        .setPackagePath("/internal/packages/" + build.packageGuid() + "/bits").setPackageDigest(Objects.requireNonNullElse(build.packageDigest(), ""))
        .addAllBuildpacks(build.buildpacks()).setStack(Objects.requireNonNullElse(build.stack(), ""))
        .setBuildImage(image(build.build())).setRunImage(image(build.run())).putAllEnv(env(build))
        .setMemoryBytes((long) build.memoryMb() << 20).setDiskBytes((long) build.diskMb() << 20)
        .setTimeoutSeconds((int) StagingRules.TIME_LIMIT.toSeconds())
        .setTarget(target.clone().clearRepository()).setTargetRepository(target.getRepository()).setTargetTag(build.guid()).setCacheVersion(caches.of(build.appGuid())).setDetectOnly(build.detectOnly());
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
   * Tells where an image of buildpacks lies. Among the platform's images cells have every right, so that only what everybody may read, or is
   * the app's own, can be named; other registries are read with the credentials an operator gave for them, else without.
   */
  private StageBuildpack located(StageBuildpack one, String app) {
    try {
      ImageReference image = ImageReference.parse(one.getImage().getReference());
      String place = registry.registry(image);
      boolean own = !place.contains("://");
      boolean platforms = own || platform.platforms(place, image.repository());
      String apps = own ? "apps/" + app : platform.repository("apps/" + app).name();
      String stacks = own ? "stacks/" : platform.repository("stacks/").name();
      if (platforms && !image.repository().startsWith(stacks) && !image.repository().equals(apps)) {
        return BuildpackOrder.problem(one.getName(), "an app may use images of buildpacks in its own repository here, " + apps + ", and in those below " + stacks);
      }
      DockerSource.Builder source = one.getImage().toBuilder().setRegistry(own ? "" : place).setAuthorities(own ? "" : platform.authorities(place));
      if (platforms && !own) {
        Image.Builder located = platform.locate(new RepositoryAddress(place, image.repository()));
        source.setUsername(located.getUsername()).setPassword(located.getPassword());
      } else if (!own) {
        platform.other(place).map(RegistryPlace::credentials).ifPresent(known -> source.setUsername(known.user()).setPassword(known.password()));
      }
      return one.toBuilder().setImage(source).build();
    } catch (IllegalArgumentException e) {
      return BuildpackOrder.problem(one.getName(), String.valueOf(e.getMessage()));
    }
  }

  private DockerSource docker(Staged build, Staged.Docker docker) {
    String sealed = docker.password();
    String origin = registry.registry(ImageReference.parse(docker.reference()));
    return DockerSource.newBuilder().setReference(docker.reference()).setUsername(Objects.requireNonNullElse(docker.username(), ""))
        .setPassword(sealed == null ? "" : vault.open(sealed, PackageEntity.passwordPlace(build.packageGuid())))
        .setRegistry(origin).setAuthorities(platform.authorities(origin)).build();
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

  private Image image(@Nullable ImageRef ref) {
    return ref == null ? Image.getDefaultInstance() : platform.locate(RepositoryAddress.parse(ref.repository())).setDigest(ref.digest()).build();
  }
}
