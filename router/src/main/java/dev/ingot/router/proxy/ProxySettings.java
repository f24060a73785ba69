package dev.ingot.router.proxy;

import java.time.Duration;

/**
 * Limits of the data path.
 *
 * @param maxHeadBytes request line and headers together; more is answered with 431
 * @param maxHeaders number of request headers
 * @param maxConnections client connections at once; more are closed as they come
 * @param headTimeout from the first byte of a head (or the connection's start) to its end
 * @param idle keep-alive of a client connection without a request
 * @param request whole exchange, not for tunnels
 * @param dial to reach a backend
 * @param backendIdle keep-alive of a backend connection without a request
 * @param controllerWait how long a request for the platform waits for a controller that does not answer
 * @param attempts endpoints tried per request, ≥ 1
 */
public record ProxySettings(
    int maxHeadBytes, int maxHeaders, int maxConnections, Duration headTimeout, Duration idle, Duration request, Duration dial,
    Duration backendIdle, Duration controllerWait, int attempts) {

  /** What the router runs with (runtime-and-scheduling.md §3.7). */
  public static ProxySettings defaults() {
    return new ProxySettings(64 * 1024, 200, 8192, Duration.ofSeconds(60), Duration.ofSeconds(900), Duration.ofSeconds(900),
        Duration.ofSeconds(5), Duration.ofSeconds(90), Duration.ofSeconds(5), 3);
  }
}
