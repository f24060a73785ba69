package dev.ingot.controller.manifest;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.controller.app.AppChanges;
import dev.ingot.controller.app.AppFeatures;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.app.UserEnvironment;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.deployment.DeploymentGuard;
import dev.ingot.controller.manifest.ManifestApp.Check;
import dev.ingot.controller.manifest.ManifestApp.ManifestProcess;
import dev.ingot.controller.process.HealthChecks;
import dev.ingot.controller.process.ProcessScaling;
import dev.ingot.controller.process.Processes;
import dev.ingot.controller.process.ProcessesOfApp;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes one app what its manifest says, in the caller's transaction; a failure leaves the app as it was. */
@Component
class ManifestApply {
  private final AppChanges rules;
  private final Apps apps;
  private final ProcessesOfApp processes;
  private final ProcessScaling scaling;
  private final Sidecars sidecars;
  private final ManifestRoutes routes;
  private final ManifestServices services;
  private final DeploymentGuard deployments;
  private final Clock clock;

  ManifestApply(AppChanges rules, Apps apps, ProcessesOfApp processes, ProcessScaling scaling, Sidecars sidecars, ManifestRoutes routes,
      ManifestServices services, DeploymentGuard deployments, Clock clock) {
    this.rules = rules;
    this.apps = apps;
    this.processes = processes;
    this.scaling = scaling;
    this.sidecars = sidecars;
    this.routes = routes;
    this.services = services;
    this.deployments = deployments;
    this.clock = clock;
  }

  void apply(AppEntity app, ManifestApp manifest, Metadata metadata) {
    refuseUnsupported(app, manifest);
    manifest.features().forEach((name, enabled) -> AppFeatures.named(name).set(app, enabled));
    manifest.processes().forEach(process -> process(app, process));
    manifest.sidecars().forEach(sidecar -> sidecars.apply(app, sidecar));
    if (manifest.buildpacks() != null) {
      app.buildpacks(rules.buildpacks(manifest.buildpacks()));
    }
    if (manifest.stack() != null) {
      app.stack(rules.stack(manifest.stack()));
    }
    MetadataRules.check(metadata);
    app.merge(metadata);
    routes.apply(app, manifest);
    environment(app, manifest);
    services.apply(app, manifest);
    apps.changed(app, Map.of("manifest", "applied"));
  }

  private static void refuseUnsupported(AppEntity app, ManifestApp manifest) {
    if (manifest.lifecycle() != null && !manifest.lifecycle().equals(app.lifecycleType())) {
      throw ApiException.unprocessable("Lifecycle type cannot be changed");
    }
  }

  private void process(AppEntity app, ManifestProcess manifest) {
    ProcessEntity process = processes.ensure(app, manifest.type());
    if (manifest.commandGiven()) {
      process.command(Processes.command(manifest.command()));
    }
    process.health(HealthChecks.checked(check(process.health(), manifest.health(), manifest.timeout()), "Health check"));
    process.readiness(HealthChecks.checked(check(process.readiness(), manifest.readiness(), null), "Readiness health check"));
    process.touch(clock.instant());
    scaling.scale(app, process, new ScaleRequest(instances(app, process, manifest), manifest.memoryMb(), manifest.diskMb(), manifest.logRateLimit()));
  }

  /** While a deployment goes on it alone decides how many there are; a manifest may only say again what it leads to. */
  private @Nullable Integer instances(AppEntity app, ProcessEntity process, ManifestProcess manifest) {
    Integer wanted = manifest.instances();
    OptionalInt goal = process.type().equals(ProcessEntity.WEB) ? deployments.goal(app) : OptionalInt.empty();
    boolean another = wanted != null && goal.isPresent() && wanted != goal.getAsInt();
    boolean resized = manifest.memoryMb() != null && manifest.memoryMb() != process.memoryMb()
        || manifest.diskMb() != null && manifest.diskMb() != process.diskMb()
        || manifest.logRateLimit() != null && manifest.logRateLimit() != process.logRateLimit();
    if (goal.isPresent() && (another || resized)) {
      throw new ApiException(ErrorCode.SCALE_DISABLED_DURING_DEPLOYMENT, "Cannot scale this process while a deployment is in flight.");
    }
    return goal.isPresent() ? null : wanted;
  }

  private static ProcessEntity.Check check(ProcessEntity.Check current, Check manifest, @Nullable Integer timeout) {
    String type = manifest.type() != null ? manifest.type() : manifest.endpoint() != null ? "http" : current.type();
    return new ProcessEntity.Check(type, manifest.endpoint() != null ? manifest.endpoint() : current.endpoint(),
        timeout != null ? timeout : current.timeout(),
        manifest.invocationTimeout() != null ? manifest.invocationTimeout() : current.invocationTimeout(),
        manifest.interval() != null ? manifest.interval() : current.interval());
  }

  private static void environment(AppEntity app, ManifestApp manifest) {
    Map<String, String> merged = new TreeMap<>(app.environment());
    manifest.env().forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
    });
    String problem = UserEnvironment.problem(merged);
    if (problem != null) {
      throw ApiException.unprocessable(problem);
    }
    app.environment(merged);
  }
}
