package dev.ingot.controller.process;

import dev.ingot.controller.docker.DockerAccess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is needed to place and start the instances of one process of a started app.
 *
 * @param version uuid; when it differs from an instance's, that instance must be replaced
 * @param command what the user wants run instead of the droplet's command; null = the droplet's
 * @param dropletCommand the droplet's command for this type as shown to people; null = the droplet has no such type
 * @param defaultProcess the image's default process type; null = none
 * @param instances wanted, ≥ 0
 * @param memoryMb one instance's memory limit in MiB, ≥ 1
 * @param diskMb one instance's disk limit in MiB, ≥ 1
 * @param logRateLimit bytes per second, -1 = unlimited
 * @param imageRepository repository in our registry without host, `apps/<app guid>`
 * @param imageDigest manifest digest, `sha256:…`
 * @param stack name of the stack it was staged for; empty = any
 * @param uris the app's routes as host and path without scheme, in order of creation
 * @param ports container ports that destinations of this process name, in order, without doubles; the first one is `PORT`. A `web`
 *     process without any has 8080, or the first port its docker image exposes; others have none
 * @param docker the image is the user's own and read so; null = one of ours
 */
public record DesiredProcess(String appGuid, String appName, String spaceGuid, String processGuid, String type, String version,
    @Nullable String command, @Nullable String dropletCommand, @Nullable String defaultProcess, int instances, int memoryMb, int diskMb,
    long logRateLimit, HealthCheck healthCheck, HealthCheck readinessCheck, String dropletGuid, String imageRepository, String imageDigest,
    String stack, List<String> uris, List<Integer> ports, @Nullable DockerAccess docker) {

  /**
   * How a process is asked whether it is well.
   *
   * @param type `port`, `http` or `process`
   * @param endpoint path, only for `http`; null = `/`
   * @param timeoutSeconds until the first success; null = the platform's default (60 s); always null for readiness
   * @param invocationTimeoutSeconds of one try; null = 1 s
   * @param intervalSeconds between tries; null = 30 s
   */
  public record HealthCheck(String type, @Nullable String endpoint, @Nullable Integer timeoutSeconds,
      @Nullable Integer invocationTimeoutSeconds, @Nullable Integer intervalSeconds) {}
}
