package dev.ingot.router.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static Route route(String guid, String host, String... addresses) {
    List<Endpoint> endpoints = List.of(addresses).stream().map(a -> new Endpoint("i-" + a, "a", "p", 0, a, 8080, "http1", new EndpointState())).toList();
    return new Route(guid, host, "", endpoints, Balance.ROUND_ROBIN, "app-" + host, new AtomicInteger());
  }

  @Test
  void replacedRoute_keepsWhatIsKnownOfEndpointsThatStay() {
    RouteTable before = RouteTable.EMPTY.replaced(1, List.of(route("r", "h.com", "10.0.0.1", "10.0.0.2")));
    EndpointState known = before.find("h.com", "/").endpoints().getFirst().state();
    RouteTable after = before.changed(2, List.of(route("r", "h.com", "10.0.0.1", "10.0.0.3")), List.of());
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.find("h.com", "/").endpoints()).extracting(Endpoint::address).containsExactly("10.0.0.1", "10.0.0.3");
    assertThat(after.find("h.com", "/").endpoints().getFirst().state()).isSameAs(known);
    assertThat(before.find("h.com", "/").endpoints()).as("the old table is untouched").extracting(Endpoint::address).containsExactly("10.0.0.1", "10.0.0.2");
  }

  @Test
  void routeThatMovesHost_leavesNothingBehind() {
    RouteTable table = RouteTable.EMPTY.replaced(1, List.of(route("r", "old.com", "10.0.0.1"))).changed(2, List.of(route("r", "new.com", "10.0.0.1")), List.of());
    assertThat(table.find("old.com", "/")).isNull();
    assertThat(table.find("new.com", "/")).isNotNull();
  }

  @Test
  void writtenAndReadAgain_isTheSame() {
    RouteTable table = RouteTable.EMPTY.replaced(9, List.of(route("r", "h.com", "10.0.0.1"), route("s", "*.h.com")));
    var message = RouteMessages.write(table);
    RouteTable again = RouteTable.EMPTY.replaced(message.getVersion(), RouteMessages.read(message.getRoutesList()));
    assertThat(again.version()).isEqualTo(9);
    assertThat(again.find("h.com", "/").endpoints().getFirst().instanceGuid()).isEqualTo("i-10.0.0.1");
    assertThat(again.find("x.h.com", "/").served()).isFalse();
  }
}
