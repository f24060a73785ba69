package dev.ingot.controller.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.router.v1.Endpoint;
import dev.ingot.controller.route.RouteRow;
import dev.ingot.controller.routing.RouteQueries.Serving;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteMakerTest {
  private static RouteRow route(@Nullable Integer port) {
    return new RouteRow("r", "web.apps.localhost", "/x", Map.of("loadbalancing", "least-connection"),
        List.of(new RouteRow.Destination("d", "app", "web", port, "http1", null)));
  }

  private static Serving serving(String guid, String type, int port, int hostPort, String cellAddress) {
    return new Serving(guid, "app", "process", type, 0, "10.132.1.7", port, hostPort, cellAddress);
  }

  private static List<Endpoint> endpoints(@Nullable Integer port, Serving serving) {
    return RouteMaker.make(List.of(route(port)), List.of(serving)).get("r").getEndpointsList();
  }

  @Test
  void destinationPort_winsOverTheInstancesOwn_and8080IsTheLastResort() {
    assertThat(endpoints(null, serving("i", "web", 8080, 0, ""))).extracting(Endpoint::getPort).containsExactly(8080);
    assertThat(endpoints(null, serving("i", "web", 9000, 0, ""))).extracting(Endpoint::getPort).containsExactly(9000);
    assertThat(endpoints(7000, serving("i", "web", 9000, 0, ""))).extracting(Endpoint::getPort).containsExactly(7000);
    assertThat(endpoints(null, serving("i", "web", 0, 0, ""))).extracting(Endpoint::getPort).containsExactly(8080);
  }

  @Test
  void otherProcessTypes_doNotServe_andTheRouteStays() {
    var routes = RouteMaker.make(List.of(route(null)), List.of(serving("i", "worker", 8080, 0, "")));
    assertThat(routes.get("r").getEndpointsList()).isEmpty();
    assertThat(routes.get("r").getHost()).isEqualTo("web.apps.localhost");
    assertThat(routes.get("r").getLoadBalancing()).isEqualTo("least-connection");
  }

  @Test
  void cellOnAnotherMachine_isReachedByItsHostPort() {
    assertThat(endpoints(null, serving("i", "web", 8080, 61_001, "192.0.2.5"))).extracting(e -> e.getAddress() + ":" + e.getPort())
        .containsExactly("192.0.2.5:61001");
  }

  @Test
  void weight_isSharedByADestinationsInstances_andARouteNobodyServesNamesItsApp() {
    var row = new RouteRow("r", "h", "", Map.of("loadbalancing", "hash", "hash_header", "X-User", "hash_balance", "1.5"),
        List.of(new RouteRow.Destination("d1", "app", "web", null, "http2", 75), new RouteRow.Destination("d2", "app", "api", null, "http1", 25)));
    var route = RouteMaker.make(List.of(row), List.of(serving("a", "web", 8080, 0, ""), serving("b", "web", 8080, 0, ""), serving("c", "web", 8080, 0, ""),
        serving("d", "api", 8080, 0, ""))).get("r");
    assertThat(route.getEndpointsList()).extracting(Endpoint::getWeight).containsExactly(250_000, 250_000, 250_000, 250_000);
    assertThat(route.getEndpointsList()).extracting(Endpoint::getProtocol).containsExactly("http2", "http2", "http2", "http1");
    assertThat(route.getHashHeader()).isEqualTo("X-User");
    assertThat(route.getHashBalance()).isEqualTo(1.5);
    assertThat(RouteMaker.make(List.of(row), List.of()).get("r").getAppGuid()).isEqualTo("app");
  }
}
