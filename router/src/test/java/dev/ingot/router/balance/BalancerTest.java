package dev.ingot.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.router.table.Balance;
import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import dev.ingot.router.table.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final long NOW = 1_000_000_000_000L;
  private final Balancer balancer = new Balancer(2, Duration.ofSeconds(30));
  private final List<Endpoint> endpoints = new ArrayList<>();

  private Route route(int count, boolean least) {
    for (int i = 0; i < count; i++) {
      endpoints.add(new Endpoint("i" + i, "a", "p", i, "10.0.0.1", 8080 + i, "http1", new EndpointState()));
    }
    return new Route("r", "h", "", endpoints, least ? Balance.LEAST_CONNECTION : Balance.ROUND_ROBIN, "", new AtomicInteger());
  }

  private List<Integer> picks(Route route, int count, long now) {
    List<Integer> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picks.add(((Choice.Chosen) balancer.choose(route, List.of(), Balancer.Wish.NONE, now)).endpoint().index());
    }
    return picks;
  }

  @Test
  void roundRobin_givesEachItsTurn() {
    assertThat(picks(route(3, false), 6, NOW)).containsExactly(0, 1, 2, 0, 1, 2);
  }

  @Test
  void failedEndpoint_isPassedOverFor30Seconds() {
    Route route = route(3, false);
    assertThat(balancer.fail(endpoints.get(1), NOW)).isTrue();
    assertThat(balancer.fail(endpoints.get(1), NOW + 1)).as("not news").isFalse();
    assertThat(picks(route, 9, NOW + Duration.ofSeconds(29).toNanos())).doesNotContain(1);
    assertThat(picks(route, 9, NOW + Duration.ofSeconds(31).toNanos())).contains(1);
  }

  @Test
  void whenAllFailed_allAreTriedAgain() {
    Route route = route(2, false);
    endpoints.forEach(endpoint -> balancer.fail(endpoint, NOW));
    assertThat(picks(route, 4, NOW)).containsExactlyInAnyOrder(0, 1, 0, 1);
    assertThat(balancer.choose(route, endpoints, Balancer.Wish.NONE, NOW)).isInstanceOf(Choice.Nobody.class);
  }

  @Test
  void leastConnection_prefersTheIdle() {
    Route route = route(3, true);
    endpoints.get(0).state().begin();
    endpoints.get(2).state().begin();
    assertThat(picks(route, 10, NOW)).containsOnly(1);
  }

  @Test
  void fullEndpoints_areNeverChosen() {
    Route route = route(2, false);
    for (Endpoint endpoint : endpoints) {
      endpoint.state().begin();
      endpoint.state().begin();
    }
    assertThat(balancer.choose(route, List.of(), Balancer.Wish.NONE, NOW)).isInstanceOf(Choice.Full.class);
    endpoints.get(1).state().end();
    assertThat(picks(route, 3, NOW)).containsOnly(1);
  }
}
