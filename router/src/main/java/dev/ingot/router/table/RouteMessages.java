package dev.ingot.router.table;

import dev.ingot.api.router.v1.RouteUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Routes between their wire form (router.proto) and ours. */
public final class RouteMessages {
  private RouteMessages() {}

  /** Reads routes; endpoints without an address or with a port outside 1 to 65535 are left out. */
  public static List<Route> read(List<dev.ingot.api.router.v1.Route> messages) {
    List<Route> routes = new ArrayList<>(messages.size());
    for (var message : messages) {
      List<Endpoint> endpoints = message.getEndpointsList().stream().filter(RouteMessages::reachable).map(RouteMessages::read).toList();
      // A random start, so that many routers do not all begin with the same instance.
      AtomicInteger cursor = new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 16));
      routes.add(new Route(message.getGuid(), message.getHost().toLowerCase(Locale.ROOT), message.getPath(), endpoints,
          balance(message), message.getAppGuid(), cursor));
    }
    return routes;
  }

  /** A snapshot message of the whole table. */
  public static RouteUpdate write(RouteTable table) {
    RouteUpdate.Builder update = RouteUpdate.newBuilder().setVersion(table.version()).setSnapshot(true);
    table.routes().forEach(route -> update.addRoutes(write(route)));
    return update.build();
  }

  private static Balance balance(dev.ingot.api.router.v1.Route message) {
    return switch (message.getLoadBalancing()) {
      case "least-connection" -> Balance.LEAST_CONNECTION;
      case "hash" -> new Balance(Balance.Kind.HASH, message.getHashHeader(), message.getHashBalance());
      default -> Balance.ROUND_ROBIN;
    };
  }

  private static boolean reachable(dev.ingot.api.router.v1.Endpoint endpoint) {
    return !endpoint.getAddress().isEmpty() && endpoint.getPort() > 0 && endpoint.getPort() <= 65_535;
  }

  private static Endpoint read(dev.ingot.api.router.v1.Endpoint e) {
    return new Endpoint(e.getInstanceGuid(), e.getAppGuid(), e.getProcessGuid(), e.getIndex(), e.getAddress(), e.getPort(),
        e.getProtocol().isEmpty() ? "http1" : e.getProtocol(), Math.max(0, e.getWeight()), new EndpointState());
  }

  private static dev.ingot.api.router.v1.Route write(Route route) {
    var message = dev.ingot.api.router.v1.Route.newBuilder()
        .setGuid(route.guid()).setHost(route.host()).setPath(route.path())
        .setLoadBalancing(switch (route.balance().kind()) {
          case ROUND_ROBIN -> "";
          case LEAST_CONNECTION -> "least-connection";
          case HASH -> "hash";
        }).setHashHeader(route.balance().header()).setHashBalance(route.balance().factor()).setAppGuid(route.appGuid());
    for (Endpoint e : route.endpoints()) {
      message.addEndpoints(dev.ingot.api.router.v1.Endpoint.newBuilder()
          .setInstanceGuid(e.instanceGuid()).setAppGuid(e.appGuid()).setProcessGuid(e.processGuid())
          .setIndex(e.index()).setAddress(e.address()).setPort(e.port()).setProtocol(e.protocol()).setWeight(e.weight()));
    }
    return message.build();
  }
}
