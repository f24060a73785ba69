package dev.ingot.router.proxy;

import dev.ingot.router.access.AccessLine;
import dev.ingot.router.balance.Balancer;
import dev.ingot.router.table.Balance;
import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import dev.ingot.router.table.Route;
import dev.ingot.router.table.RouteTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The real data path on a loopback port, with routes set by the test. */
public final class Rig implements AutoCloseable {
  public final RouteTables tables = new RouteTables();
  public final List<AccessLine> log = new CopyOnWriteArrayList<>();
  public final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final Transport transport;
  public final ProxyServer server;
  public final int port;

  public Rig() {
    this(settings(Duration.ofSeconds(30)), closedPort(), Transport.start(2));
  }

  public Rig(ProxySettings settings, int controllerPort) {
    this(settings, controllerPort, Transport.start(2));
  }

  public Rig(ProxySettings settings, int controllerPort, Transport transport) {
    this.transport = transport;
    Platform platform = new Platform("sys.example.com", "127.0.0.1", controllerPort);
    Proxying proxying = new Proxying(tables, new Balancer(500, Duration.ofSeconds(30)), platform, log::add, (e, cause) -> failures.add(e.instanceGuid() + " " + cause), settings);
    this.server = new ProxyServer(proxying, transport);
    try {
      this.port = server.listen("127.0.0.1", 0, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ProxySettings settings(Duration request) {
    return new ProxySettings(64 * 1024, 200, 1000, Duration.ofSeconds(10), Duration.ofSeconds(30), request, Duration.ofSeconds(2),
        Duration.ofSeconds(30), Duration.ofSeconds(3), 3);
  }

  /** Routes {@code host} to backends on these loopback ports: instances i0, i1 … of app-{host}. */
  public Rig route(String host, int... ports) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < ports.length; i++) {
      endpoints.add(endpoint(host, i, ports[i]));
    }
    return route(host, endpoints);
  }

  public Rig route(String host, List<Endpoint> endpoints) {
    routes.removeIf(route -> route.host().equals(host));
    routes.add(new Route("route-" + host, host, "", endpoints, Balance.ROUND_ROBIN, "app-" + host, new AtomicInteger()));
    tables.replace(tables.current().version() + 1, List.copyOf(routes));
    return this;
  }

  public static Endpoint endpoint(String host, int index, int port) {
    return new Endpoint("i" + index, "app-" + host, "proc-" + host, index, "127.0.0.1", port, "http1", new EndpointState());
  }

  public Wire client() {
    return Wire.to(port);
  }

  /** A port nobody listens on. */
  public static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    transport.close();
  }
}
