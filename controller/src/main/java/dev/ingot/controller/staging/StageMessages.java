package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.staging.Staged.ImageRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a cell is told about a build. */
@Component
public class StageMessages {
  private final AppEnvironment environment;

  StageMessages(AppEnvironment environment) {
    this.environment = environment;
  }

  /** @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the build or its app is gone */
  public Stage message(Staged build) {
    Stage.Builder stage = Stage.newBuilder().setBuildGuid(build.guid()).setAppGuid(build.appGuid()).setAppName(build.appName())
        .setPackagePath("/internal/packages/" + build.packageGuid() + "/bits").setPackageDigest(Objects.requireNonNullElse(build.packageDigest(), ""))
        .addAllBuildpacks(build.buildpacks()).setStack(Objects.requireNonNullElse(build.stack(), ""))
        .setBuildImage(image(build.build())).setRunImage(image(build.run())).putAllEnv(env(build))
        .setMemoryBytes((long) build.memoryMb() << 20).setDiskBytes((long) build.diskMb() << 20)
        .setTimeoutSeconds((int) StagingRules.TIME_LIMIT.toSeconds())
        .setTargetRepository("apps/" + build.appGuid()).setTargetTag(build.guid());
    if (build.previous() != null) {
      stage.setPreviousImage(image(build.previous()));
    }
    return stage.build();
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
