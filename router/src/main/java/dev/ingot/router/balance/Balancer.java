package dev.ingot.router.balance;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.Route;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who serves a request. Endpoints that failed lately are passed over unless all of them did; those at their connection limit
 * are never chosen. Holds no state of its own; safe for any thread.
 */
public final class Balancer {
  private final int maxPerEndpoint;
  private final long penaltyNanos;

  /**
   * Sets the limits.
   *
   * @param maxPerEndpoint requests in flight per endpoint; 0 = no limit
   * @param penalty how long a failed endpoint is passed over
   */
  public Balancer(int maxPerEndpoint, Duration penalty) {
    this.maxPerEndpoint = maxPerEndpoint;
    this.penaltyNanos = penalty.toNanos();
  }

  /**
   * Chooses an endpoint.
   *
   * @param tried endpoints this request has tried in vain; not chosen again
   * @param nowNanos on {@link System#nanoTime()}'s clock
   */
  public Choice choose(Route route, List<Endpoint> tried, long nowNanos) {
    List<Endpoint> all = route.endpoints();
    if (all.isEmpty()) {
      return new Choice.Nobody();
    }
    int start = route.leastConnection()
        ? ThreadLocalRandom.current().nextInt(all.size())
        : Math.floorMod(route.cursor().getAndIncrement(), all.size());
    Search healthy = search(route, start, tried, nowNanos, true);
    Search any = healthy.best == null ? search(route, start, tried, nowNanos, false) : healthy;
    if (any.best != null) {
      return new Choice.Chosen(any.best);
    }
    return any.full ? new Choice.Full() : new Choice.Nobody();
  }

  /**
   * Has an endpoint passed over for the penalty.
   *
   * @return true if it was not being passed over before: worth telling
   */
  public boolean fail(Endpoint endpoint, long nowNanos) {
    return endpoint.state().fail(nowNanos + penaltyNanos, nowNanos);
  }

  private Search search(Route route, int start, List<Endpoint> tried, long nowNanos, boolean healthyOnly) {
    Search search = new Search();
    List<Endpoint> all = route.endpoints();
    for (int i = 0; i < all.size(); i++) {
      Endpoint candidate = all.get((start + i) % all.size());
      if (tried.contains(candidate) || (healthyOnly && candidate.state().failing(nowNanos))) {
        continue;
      }
      int busy = candidate.state().inFlight();
      if (maxPerEndpoint > 0 && busy >= maxPerEndpoint) {
        search.full = true;
      } else if (busy < search.leastBusy) {
        search.best = candidate;
        search.leastBusy = busy;
        if (!route.leastConnection()) {
          return search;
        }
      }
    }
    return search;
  }

  private static final class Search {
    private @Nullable Endpoint best;
    private int leastBusy = Integer.MAX_VALUE;
    private boolean full;
  }
}
