package dev.ingot.controller.manifest;

import dev.ingot.controller.sidecar.SidecarSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of one app. Null means "not said": applying leaves that part as it is.
 *
 * @param lifecycle `buildpack`, `cnb` or `docker`
 * @param buildpacks empty = detect
 * @param env a null value removes the variable
 * @param routes to be created and mapped; others stay mapped
 * @param noRoute unmap all
 * @param randomRoute a random one, only if the app has none
 * @param defaultRoute `<app>.<default domain>`, only if the app has none
 * @param processes top-level settings are those of `web`
 * @param sidecars those of a name that is there are changed, others made; none is removed
 * @param labels a null value removes the label; so with annotations
 */
public record ManifestApp(String name, @Nullable String lifecycle, @Nullable List<String> buildpacks, @Nullable String stack,
    Map<String, @Nullable String> env, @Nullable List<ManifestRoute> routes, boolean noRoute, boolean randomRoute, boolean defaultRoute,
    List<ManifestProcess> processes, Map<String, @Nullable String> labels, Map<String, @Nullable String> annotations,
    Map<String, Boolean> features, List<ManifestService> services, List<SidecarSpec> sidecars) {

  /** A service instance to be bound; those bound already stay as they are. @param bindingName null = none; @param parameters whether there are any */
  public record ManifestService(String name, @Nullable String bindingName, boolean parameters) {}

  /** @param protocol of the destination, null = `http1`; @param options per-route options, a null value removes one */
  public record ManifestRoute(String route, @Nullable String protocol, Map<String, @Nullable String> options) {}

  /**
   * Settings of one process type; null = not said.
   *
   * @param commandGiven true with {@code command} null: back to the droplet's command
   * @param memoryMb MiB
   * @param diskMb MiB
   * @param logRateLimit bytes per second, -1 = unlimited
   * @param timeout seconds until healthy
   */
  public record ManifestProcess(String type, boolean commandGiven, @Nullable String command, @Nullable Integer instances,
      @Nullable Integer memoryMb, @Nullable Integer diskMb, @Nullable Long logRateLimit, @Nullable Integer timeout, Check health,
      Check readiness) {}

  /** A health or readiness check; seconds; null = not said. */
  public record Check(@Nullable String type, @Nullable String endpoint, @Nullable Integer invocationTimeout, @Nullable Integer interval) {}
}
