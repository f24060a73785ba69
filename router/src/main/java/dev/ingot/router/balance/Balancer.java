package dev.ingot.router.balance;

import dev.ingot.router.table.Balance;
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
  /** Steps by this part of a circle never come close to each other, so that few requests are shared as evenly as many. */
  private static final double GOLDEN = 0.6180339887498949;

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
   * What a request says about who should serve it.
   *
   * @param instance of a sticky session; taken while it can serve
   * @param key value of the header a hash route is balanced by
   */
  public record Wish(@Nullable String instance, @Nullable String key) {
    /** Anybody. */
    public static final Wish NONE = new Wish(null, null);
  }

  /**
   * Chooses an endpoint.
   *
   * @param tried endpoints this request has tried in vain; not chosen again
   * @param nowNanos on {@link System#nanoTime()}'s clock
   */
  public Choice choose(Route route, List<Endpoint> tried, Wish wish, long nowNanos) {
    List<Endpoint> all = route.endpoints();
    if (all.isEmpty()) {
      return new Choice.Nobody();
    }
    if (wish.instance() != null) {
      for (Endpoint endpoint : all) {
        if (endpoint.instanceGuid().equals(wish.instance()) && !tried.contains(endpoint) && !endpoint.state().failing(nowNanos) && !full(endpoint)) {
          return new Choice.Chosen(endpoint);
        }
      }
    }
    Pick pick = new Pick(route, tried, wish, route.cursor().getAndIncrement());
    Endpoint chosen = pick.from(nowNanos, true);
    if (chosen == null) {
      chosen = pick.from(nowNanos, false);
    }
    return chosen != null ? new Choice.Chosen(chosen) : pick.anyFull ? new Choice.Full() : new Choice.Nobody();
  }

  /**
   * Has an endpoint passed over for the penalty.
   *
   * @return true if it was not being passed over before: worth telling
   */
  public boolean fail(Endpoint endpoint, long nowNanos) {
    return endpoint.state().fail(nowNanos + penaltyNanos, nowNanos);
  }

  private boolean full(Endpoint endpoint) {
    return maxPerEndpoint > 0 && endpoint.state().inFlight() >= maxPerEndpoint;
  }

  /** One choice among those who can serve. */
  private final class Pick {
    private final Route route;
    private final List<Endpoint> tried;
    private final Wish wish;
    private final int turn;
    private boolean anyFull;

    Pick(Route route, List<Endpoint> tried, Wish wish, int turn) {
      this.route = route;
      this.tried = tried;
      this.wish = wish;
      this.turn = turn;
    }

    @Nullable Endpoint from(long nowNanos, boolean healthyOnly) {
      if (route.balance().kind() == Balance.Kind.HASH && wish.key() != null) {
        return byHash(wish.key(), nowNanos, healthyOnly);
      }
      if (route.balance().kind() == Balance.Kind.LEAST_CONNECTION) {
        return leastBusy(nowNanos, healthyOnly);
      }
      return route.weighted() ? byWeight(nowNanos, healthyOnly) : inTurn(nowNanos, healthyOnly);
    }

    private boolean can(Endpoint endpoint, long nowNanos, boolean healthyOnly) {
      if (tried.contains(endpoint) || healthyOnly && endpoint.state().failing(nowNanos)) {
        return false;
      }
      boolean full = full(endpoint);
      anyFull |= full;
      return !full;
    }

    private @Nullable Endpoint inTurn(long nowNanos, boolean healthyOnly) {
      List<Endpoint> all = route.endpoints();
      int start = Math.floorMod(turn, all.size());
      for (int i = 0; i < all.size(); i++) {
        Endpoint candidate = all.get((start + i) % all.size());
        if (can(candidate, nowNanos, healthyOnly)) {
          return candidate;
        }
      }
      return null;
    }

    private @Nullable Endpoint byWeight(long nowNanos, boolean healthyOnly) {
      long total = 0;
      for (Endpoint endpoint : route.endpoints()) {
        total += can(endpoint, nowNanos, healthyOnly) ? endpoint.weight() : 0;
      }
      double at = (turn & 0x7fffffff) * GOLDEN;
      double left = (at - Math.floor(at)) * total;
      Endpoint last = null;
      for (Endpoint endpoint : route.endpoints()) {
        if (can(endpoint, nowNanos, healthyOnly)) {
          last = endpoint;
          left -= endpoint.weight();
          if (left < 0) {
            return endpoint;
          }
        }
      }
      return last;
    }

    /** By weight, where there are weights: twice the weight, twice the requests. */
    private @Nullable Endpoint leastBusy(long nowNanos, boolean healthyOnly) {
      List<Endpoint> all = route.endpoints();
      int start = ThreadLocalRandom.current().nextInt(all.size());
      Endpoint best = null;
      double least = Double.MAX_VALUE;
      for (int i = 0; i < all.size(); i++) {
        Endpoint candidate = all.get((start + i) % all.size());
        double busy = candidate.state().inFlight() / (double) Math.max(1, candidate.weight());
        if (can(candidate, nowNanos, healthyOnly) && busy < least) {
          best = candidate;
          least = busy;
        }
      }
      return best;
    }

    /**
     * The endpoint that scores highest for the key (rendezvous hashing: when endpoints come and go, only their own keys move), unless it is busier than
     * the route's factor times the average: then the next highest.
     */
    private @Nullable Endpoint byHash(String key, long nowNanos, boolean healthyOnly) {
      List<Endpoint> can = route.endpoints().stream().filter(endpoint -> can(endpoint, nowNanos, healthyOnly)).toList();
      long hash = Scatter.of(key);
      double most = Double.MAX_VALUE;
      if (route.balance().factor() > 0) {
        int busy = can.stream().mapToInt(endpoint -> endpoint.state().inFlight()).sum();
        most = route.balance().factor() * (busy + 1) / Math.max(1, can.size());
      }
      Endpoint best = null;
      Endpoint relaxed = null;
      long bestScore = 0;
      long relaxedScore = 0;
      for (Endpoint endpoint : can) {
        long score = Scatter.of(hash, endpoint.instanceGuid());
        if (relaxed == null || Long.compareUnsigned(score, relaxedScore) > 0) {
          relaxed = endpoint;
          relaxedScore = score;
        }
        if (endpoint.state().inFlight() < most && (best == null || Long.compareUnsigned(score, bestScore) > 0)) {
          best = endpoint;
          bestScore = score;
        }
      }
      return best == null ? relaxed : best;
    }
  }
}
