package dev.ingot.router;

import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.router.access.AccessBuffer;
import dev.ingot.router.balance.Balancer;
import dev.ingot.router.health.HealthServer;
import dev.ingot.router.proxy.Platform;
import dev.ingot.router.proxy.ProxyServer;
import dev.ingot.router.proxy.ProxySettings;
import dev.ingot.router.proxy.Proxying;
import dev.ingot.router.proxy.Transport;
import dev.ingot.router.stream.ControllerStream;
import dev.ingot.router.stream.FailedEndpoints;
import dev.ingot.router.table.RouteMessages;
import dev.ingot.router.table.RouteTables;
import dev.ingot.router.table.TableFile;
import dev.ingot.router.tls.LiveCertificate;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running router: its parts put together. {@link #stop} may be called from any thread, once. */
public final class Router {
  private static final Logger LOG = System.getLogger(Router.class.getName());
  private static final int MAX_PER_ENDPOINT = 500;
  private static final Duration PENALTY = Duration.ofSeconds(30);
  private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final int LOG_BUFFER_BYTES = 4 * 1024 * 1024;
  private final RouteTables tables = new RouteTables();
  private final Transport transport;
  private final ProxyServer proxy;
  private final @Nullable LiveCertificate certificate;
  private final HealthServer health;
  private final ControllerStream stream;
  private final int httpPort;
  private final int httpsPort;
  private volatile boolean stopping;

  private Router(RouterConfig config, String version) throws IOException {
    TableFile file = new TableFile(config.stateDir());
    load(file);
    AccessBuffer buffer = new AccessBuffer(LOG_BUFFER_BYTES);
    FailedEndpoints failures = new FailedEndpoints();
    Platform platform = new Platform(config.systemDomain(), config.controllerAddress(), config.controllerHttp().getPort());
    String token = Files.readString(config.joinTokenFile()).strip();
    transport = Transport.start(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16));
    try {
      proxy = new ProxyServer(
          new Proxying(tables, new Balancer(MAX_PER_ENDPOINT, PENALTY), platform, buffer, failures, ProxySettings.defaults()), transport);
      httpPort = proxy.listen(config.httpAddress(), config.httpPort(), null);
      certificate = config.tlsCert() == null || config.tlsKey() == null ? null : new LiveCertificate(config.tlsCert(), config.tlsKey(), CERTIFICATE_LOOK);
      httpsPort = certificate == null ? 0 : proxy.listen(config.httpAddress(), config.httpsPort(), certificate);
      health = HealthServer.start(config.statusPort(), version, this::trouble);
    } catch (IOException | RuntimeException e) {
      transport.close();
      throw e;
    }
    stream = new ControllerStream(config.controllerGrpc(), token, config.routerId(), version, tables, file, buffer, failures);
  }

  /**
   * Starts a router.
   *
   * @throws IOException if a port cannot be had or a file not be read; nothing runs then
   */
  public static Router start(RouterConfig config, String version) throws IOException {
    Router router = new Router(config, version);
    router.stream.start();
    LOG.log(Level.INFO, "router {0} listens on {1}:{2}{3}", version, config.httpAddress(), String.valueOf(router.httpPort),
        router.httpsPort == 0 ? "" : " and https " + router.httpsPort);
    return router;
  }

  /** The HTTP port in use. */
  public int httpPort() {
    return httpPort;
  }

  /** The HTTPS port in use, 0 = none. */
  public int httpsPort() {
    return httpsPort;
  }

  /** The status port in use. */
  public int statusPort() {
    return health.port();
  }

  /**
   * Says 503 on the status port, accepts no more, lets requests in flight finish for at most 10 s, sends the last log lines, ends.
   *
   * @return how many connections were still in use at the end
   */
  public int stop() throws InterruptedException {
    stopping = true;
    int left = proxy.drain(DRAIN);
    proxy.close();
    if (certificate != null) {
      certificate.close();
    }
    stream.close();
    health.close();
    transport.close();
    return left;
  }

  private Optional<String> trouble() {
    if (stopping) {
      return Optional.of("stopping");
    }
    return tables.current().version() == 0 && !stream.connected() ? Optional.of("no route table yet: the controller has not been reached") : Optional.empty();
  }

  private void load(TableFile file) {
    try {
      Optional<RouteUpdate> saved = file.load();
      saved.ifPresent(update -> tables.replace(update.getVersion(), RouteMessages.read(update.getRoutesList())));
    } catch (IOException e) {
      LOG.log(Level.WARNING, e.getMessage());
    }
  }
}
