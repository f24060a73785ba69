package dev.ingot.controller.route;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One route with where it leads.
 *
 * @param host the whole host name in lower case: `web.apps.localhost`, `*.example.com`, or the bare domain
 * @param path empty, or with a leading slash and without a trailing one
 * @param options per-route options, `loadbalancing` → `round-robin` or `least-connection`; empty = defaults
 */
public record RouteRow(String guid, String host, String path, Map<String, String> options, List<Destination> destinations) {

  /**
   * A process the route leads to.
   *
   * @param port container port, null = the process's first port (8080)
   * @param protocol `http1`, `http2` or `tcp`
   * @param weight share of the traffic in percent, null = equal shares
   */
  public record Destination(String guid, String appGuid, String processType, @Nullable Integer port, String protocol,
      @Nullable Integer weight) {}
}
