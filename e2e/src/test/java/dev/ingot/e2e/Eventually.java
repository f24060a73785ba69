package dev.ingot.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something to become true, with an end. */
public final class Eventually {
  private Eventually() {}

  /** Returns how long it took. @throws AssertionError with `what` after `limit` */
  public static Duration within(Duration limit, String what, Callable<Boolean> condition) throws Exception {
    long started = System.nanoTime();
    Exception last = null;
    while (System.nanoTime() - started < limit.toNanos()) {
      try {
        if (condition.call()) {
          return Duration.ofNanos(System.nanoTime() - started);
        }
      } catch (java.io.IOException | RuntimeException e) {
        last = e;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(what + ": not within " + limit + (last == null ? "" : ", last: " + last), last);
  }
}
