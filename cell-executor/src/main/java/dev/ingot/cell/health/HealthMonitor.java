package dev.ingot.cell.health;

import dev.ingot.api.cell.v1.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Watches one instance as Diego does (runtime-and-scheduling.md §1.6): every 2 s until the first success, though sooner in the first
 * seconds; then at the interval, where one failure is the end. Readiness decides only about routing.
 */
public final class HealthMonitor {
  private static final Duration STARTUP_INTERVAL = Duration.ofSeconds(2);
  private static final Duration FIRST_TRIES = Duration.ofMillis(10);
  private static final int DEFAULT_TIMEOUT = 60;
  private static final int DEFAULT_INTERVAL = 30;
  /** Probes at once on this cell. */
  private static final Semaphore PROBES = new Semaphore(64);

  private final HealthCheck liveness;
  private final HealthCheck readiness;
  private final Probe live;
  private final Probe ready;
  private final HealthListener listener;

  public HealthMonitor(HealthCheck liveness, HealthCheck readiness, String address, List<Integer> ports, HealthListener listener) {
    this.liveness = liveness;
    this.readiness = readiness;
    this.live = new Probe(liveness, address, ports);
    this.ready = new Probe(readiness, address, ports);
    this.listener = listener;
  }

  /** Runs until the instance fails or the thread is interrupted. @param healthy the first check passed already (the cell was restarted) */
  public void run(boolean healthy, boolean hasReadiness) {
    try {
      if (healthy || startup()) {
        if (!healthy) {
          listener.healthy();
        }
        watch(hasReadiness);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean startup() throws InterruptedException {
    Duration limit = Duration.ofSeconds(liveness.getTimeoutSeconds() > 0 ? liveness.getTimeoutSeconds() : DEFAULT_TIMEOUT);
    long begin = System.nanoTime();
    Duration pause = FIRST_TRIES;
    while (true) {
      Optional<String> failure = probe(live);
      if (failure.isEmpty()) {
        return true;
      }
      if (System.nanoTime() - begin + pause.toNanos() > limit.toNanos()) {
        listener.failed("Instance never healthy after " + words(limit) + ": " + failure.get());
        return false;
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2).compareTo(STARTUP_INTERVAL) > 0 ? STARTUP_INTERVAL : pause.multipliedBy(2);
    }
  }

  private void watch(boolean hasReadiness) throws InterruptedException {
    Duration interval = interval(liveness);
    long nextLive = System.nanoTime() + interval.toNanos();
    boolean isReady = !hasReadiness;
    listener.routable(isReady);
    long nextReady = hasReadiness ? System.nanoTime() : Long.MAX_VALUE;
    while (true) {
      long now = System.nanoTime();
      if (hasReadiness && now >= nextReady) {
        boolean passes = probe(ready).isEmpty();
        if (passes != isReady) {
          isReady = passes;
          listener.routable(passes);
        }
        nextReady = System.nanoTime() + (passes ? interval(readiness) : STARTUP_INTERVAL).toNanos();
      }
      if (now >= nextLive) {
        Optional<String> failure = probe(live);
        if (failure.isPresent()) {
          listener.failed("Instance became unhealthy: " + failure.get());
          return;
        }
        nextLive = System.nanoTime() + interval.toNanos();
      }
      Thread.sleep(Duration.ofNanos(Math.max(1_000_000L, Math.min(nextLive - System.nanoTime(), hasReadiness ? nextReady - System.nanoTime() : Long.MAX_VALUE))));
    }
  }

  private static Optional<String> probe(Probe probe) throws InterruptedException {
    PROBES.acquire();
    try {
      return probe.run();
    } finally {
      PROBES.release();
    }
  }

  private static Duration interval(HealthCheck check) {
    return Duration.ofSeconds(check.getIntervalSeconds() > 0 ? check.getIntervalSeconds() : DEFAULT_INTERVAL);
  }

  /** As Go writes durations: 1m0s. */
  static String words(Duration d) {
    return (d.toMinutes() > 0 ? d.toMinutes() + "m" : "") + d.toSecondsPart() + "s";
  }
}
