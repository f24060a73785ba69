package dev.ingot.controller.dispatch;

import dev.ingot.api.cell.v1.HealthCheck;
import dev.ingot.api.cell.v1.HealthCheckType;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ServiceFile;
import dev.ingot.api.cell.v1.Sidecar;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.crypto.Vault;
import dev.ingot.controller.docker.DockerAccess;
import dev.ingot.controller.environment.AppEnvironment;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.controller.instance.Instance;
import dev.ingot.controller.process.DesiredProcess;
import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.task.TaskRun;
import dev.ingot.oci.registry.RepositoryAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a cell is told to start. */
@Component
class StartMessages {
  private final AppEnvironment environment;
  private final Sidecars sidecars;
  private final Vault vault;
  private final PlatformRegistry registry;

  StartMessages(AppEnvironment environment, Sidecars sidecars, Vault vault, PlatformRegistry registry) {
    this.registry = registry;
    this.sidecars = sidecars;
    this.environment = environment;
    this.vault = vault;
  }

  /** @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app or process is gone */
  StartInstance message(DesiredProcess p, Instance i) {
    List<SidecarState> beside = sidecars.toStart(p.appGuid(), p.processGuid(), p.type());
    Map<String, String> env = new HashMap<>(environment.running(p.appGuid(), p.processGuid()));
    long theirs = beside.stream().mapToLong(sidecar -> sidecar.memoryMb() == null ? 0 : sidecar.memoryMb()).sum();
    env.put("MEMORY_LIMIT", Math.max(0, i.memoryMb() - theirs) + "m");
    String source = "APP/PROC/" + p.type().toUpperCase(Locale.ROOT);
    return StartInstance.newBuilder().setInstanceGuid(i.guid()).setProcessGuid(p.processGuid()).setProcessVersion(p.version())
        .setAppGuid(p.appGuid()).setAppName(p.appName()).setIndex(i.index()).setProcessType(p.type())
        .setImage(image(p.imageRepository(), p.imageDigest(), p.docker())).setDocker(p.docker() != null)
        .addAllEntrypoint(p.docker() == null ? entrypoint(p.command(), p.type()) : dockerEntrypoint(p.command()))
        .putAllEnv(env).addAllServiceFiles(files(p.appGuid())).setMemoryBytes((long) i.memoryMb() << 20)
        .setDiskBytes((long) i.diskMb() << 20).setLogRateLimitBytes(p.logRateLimit()).addAllPorts(p.ports())
        .setHealthCheck(check(p.healthCheck())).setReadinessCheck(check(p.readinessCheck()))
        .setLogSource(source).addAllSidecars(beside.stream().map(sidecar -> sidecar(sidecar, source, p.docker() != null)).toList()).build();
  }

  private static Sidecar sidecar(SidecarState sidecar, String source, boolean docker) {
    Sidecar.Builder message = Sidecar.newBuilder().setName(sidecar.name())
        .addAllEntrypoint(docker ? dockerEntrypoint(sidecar.command()) : entrypoint(sidecar.command(), null))
        .setLogSource(source + "/SIDECAR/" + sidecar.name().toUpperCase(Locale.ROOT));
    if (sidecar.memoryMb() != null) {
      message.putEnv("MEMORY_LIMIT", sidecar.memoryMb() + "m");
    }
    return message.build();
  }

  /** @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app or droplet is gone */
  StartInstance message(TaskRun t) {
    if (t.appGuid() == null || t.imageRepository() == null || t.imageDigest() == null) {
      throw ApiException.notFound("Droplet");
    }
    String command = t.processType() == null ? t.command() : null;
    return StartInstance.newBuilder().setInstanceGuid(t.guid()).setAppGuid(t.appGuid()).setTask(true)
        .setAppName(Objects.requireNonNullElse(t.appName(), ""))
        .setImage(image(t.imageRepository(), t.imageDigest(), t.docker())).setDocker(t.docker() != null)
        .addAllEntrypoint(t.docker() == null ? entrypoint(command, t.processType()) : dockerEntrypoint(command))
        .putAllEnv(environment.task(t.appGuid(), t.memoryMb(), t.diskMb())).addAllServiceFiles(files(t.appGuid())).setMemoryBytes((long) t.memoryMb() << 20)
        .setDiskBytes((long) t.diskMb() << 20).setLogRateLimitBytes(t.logRateLimit()).setLogSource("APP/TASK/" + t.name()).build();
  }

  /** A command of the user's goes through the launcher's shell form (CNB platform spec, "Launcher"); else the image's process type. */
  private static List<String> entrypoint(@Nullable String command, @Nullable String type) {
    if (command != null && !command.isBlank()) {
      return List.of("/cnb/lifecycle/launcher", command);
    }
    return List.of("/cnb/process/" + type);
  }

  /** Empty = the image's own entrypoint and command. */
  private static List<String> dockerEntrypoint(@Nullable String command) {
    return command == null || command.isBlank() ? List.of() : List.of("/bin/sh", "-c", command);
  }

  private Image image(String repository, String digest, @Nullable DockerAccess docker) {
    if (docker == null) {
      return registry.locate(RepositoryAddress.parse(repository)).setDigest(digest).build();
    }
    Image.Builder image = Image.newBuilder().setRepository(repository).setDigest(digest);
    String sealed = docker.password();
    return image.setRegistry(docker.registry()).setAuthorities(registry.authorities(docker.registry())).setUsername(Objects.requireNonNullElse(docker.username(), ""))
        .setPassword(sealed == null ? "" : vault.open(sealed, DockerAccess.place(docker.dropletGuid()))).build();
  }

  private static HealthCheck check(DesiredProcess.HealthCheck c) {
    HealthCheckType type = switch (c.type()) {
      case "http" -> HealthCheckType.HTTP;
      case "process" -> HealthCheckType.PROCESS;
      default -> HealthCheckType.PORT;
    };
    return HealthCheck.newBuilder().setType(type).setEndpoint(Objects.requireNonNullElse(c.endpoint(), ""))
        .setTimeoutSeconds(zero(c.timeoutSeconds())).setInvocationTimeoutSeconds(zero(c.invocationTimeoutSeconds()))
        .setIntervalSeconds(zero(c.intervalSeconds())).build();
  }

  private List<ServiceFile> files(String appGuid) {
    return environment.serviceFiles(appGuid).entrySet().stream()
        .map(file -> ServiceFile.newBuilder().setPath(file.getKey()).setContent(file.getValue()).build()).toList();
  }

  private static int zero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
