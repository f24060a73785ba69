package dev.ingot.router.table;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What this router itself has seen of one endpoint: requests in flight and whether it failed lately. Outlives table swaps while the
 * endpoint is the same; shared by all event loops, never blocks.
 */
public final class EndpointState {
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long failedUntilNanos;
  private volatile boolean failed;

  /** Requests being served right now, tunnels included. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Counts a request in. */
  public void begin() {
    inFlight.incrementAndGet();
  }

  /** Counts a request out. */
  public void end() {
    inFlight.decrementAndGet();
  }

  /**
   * Has the endpoint passed over until the given time.
   *
   * @param untilNanos on {@link System#nanoTime()}'s clock
   * @param nowNanos same clock
   * @return true if it was not being passed over before
   */
  public boolean fail(long untilNanos, long nowNanos) {
    boolean fresh = !failing(nowNanos);
    failedUntilNanos = untilNanos;
    failed = true;
    return fresh;
  }

  /** Forgets a failure: the endpoint answered. */
  public void succeed() {
    if (failed) {
      failed = false;
    }
  }

  /** Whether the endpoint should be passed over at {@code nowNanos}. */
  public boolean failing(long nowNanos) {
    return failed && failedUntilNanos - nowNanos > 0;
  }
}
