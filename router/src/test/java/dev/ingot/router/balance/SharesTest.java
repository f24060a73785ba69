package dev.ingot.router.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.router.table.Balance;
import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import dev.ingot.router.table.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Weights, hashing and sticky sessions. */
class SharesTest {
  private static final long NOW = 1_000_000_000_000L;
  private final Balancer balancer = new Balancer(100, Duration.ofSeconds(30));

  private static Route route(Balance balance, int... weights) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      endpoints.add(new Endpoint("i" + i, "a", "p", i, "10.0.0.1", 8080 + i, "http1", weights[i], new EndpointState()));
    }
    return new Route("r", "h", "", endpoints, balance, "a", new AtomicInteger(7));
  }

  private static Balance hash(double factor) {
    return new Balance(Balance.Kind.HASH, "X-User", factor);
  }

  private int pick(Route route, Balancer.Wish wish) {
    return ((Choice.Chosen) balancer.choose(route, List.of(), wish, NOW)).endpoint().index();
  }

  private Map<Integer, Integer> counts(Route route, int requests) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      counts.merge(pick(route, Balancer.Wish.NONE), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void weights_areKept_alsoOverFewRequests() {
    Map<Integer, Integer> few = counts(route(Balance.ROUND_ROBIN, 30, 70), 20);
    assertThat(few.get(0)).isBetween(5, 7);
    Map<Integer, Integer> many = counts(route(Balance.ROUND_ROBIN, 1, 9, 90), 10_000);
    assertThat(many.get(0)).isBetween(90, 110);
    assertThat(many.get(1)).isBetween(880, 920);
  }

  @Test
  void weightOfAFailedEndpoint_goesToTheOthers() {
    Route route = route(Balance.ROUND_ROBIN, 99, 1);
    balancer.fail(route.endpoints().getFirst(), NOW);
    assertThat(counts(route, 50)).containsOnlyKeys(1);
  }

  @Test
  void leastConnection_countsWeights() {
    Route route = route(Balance.LEAST_CONNECTION, 10, 30);
    route.endpoints().forEach(endpoint -> endpoint.state().begin());
    route.endpoints().get(1).state().begin();
    assertThat(counts(route, 20)).containsOnlyKeys(1);
  }

  @Test
  void oneKey_staysWithOneEndpoint_andKeysAreSpread() {
    Route route = route(hash(0), 0, 0, 0, 0);
    Map<Integer, Integer> spread = new HashMap<>();
    for (int user = 0; user < 2_000; user++) {
      int first = pick(route, new Balancer.Wish(null, "user-" + user));
      assertThat(pick(route, new Balancer.Wish(null, "user-" + user))).isEqualTo(first);
      spread.merge(first, 1, Integer::sum);
    }
    assertThat(spread.values()).hasSize(4).allMatch(count -> count > 400 && count < 600);
    assertThat(counts(route, 8)).as("without the header everybody has a turn").hasSize(4);
  }

  @Test
  void whenAnEndpointGoes_onlyItsKeysMove() {
    Route four = route(hash(0), 0, 0, 0, 0);
    Route three = four.only(four.endpoints().subList(0, 3));
    for (int user = 0; user < 500; user++) {
      Balancer.Wish wish = new Balancer.Wish(null, "user-" + user);
      int before = pick(four, wish);
      assertThat(before == 3 || pick(three, wish) == before).isTrue();
    }
  }

  @Test
  void busyEndpoint_spillsToTheNext() {
    Route route = route(hash(1.5), 0, 0, 0);
    Balancer.Wish wish = new Balancer.Wish(null, "somebody");
    int home = pick(route, wish);
    for (int i = 0; i < 10; i++) {
      route.endpoints().get(home).state().begin();
    }
    int next = pick(route, wish);
    assertThat(next).isNotEqualTo(home);
    assertThat(pick(route, wish)).as("always the same next one").isEqualTo(next);
    assertThat(pick(route(hash(0), 0, 0, 0), wish)).isEqualTo(home);
  }

  @Test
  void session_staysWhileItsInstanceCanServe() {
    Route route = route(Balance.ROUND_ROBIN, 0, 0, 0);
    Balancer.Wish wish = new Balancer.Wish("i2", null);
    assertThat(List.of(pick(route, wish), pick(route, wish), pick(route, wish))).containsOnly(2);
    balancer.fail(route.endpoints().get(2), NOW);
    assertThat(pick(route, wish)).isNotEqualTo(2);
    assertThat(pick(route, new Balancer.Wish("gone", null))).isBetween(0, 2);
  }
}
