package dev.ingot.router.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One moving deadline of a connection. Pushing it back costs no timer: the old one looks again when it fires. Used on one event loop. */
final class Deadline {
  private final EventLoop loop;
  private final Runnable expired;
  private @Nullable Future<?> timer;
  private long timerNanos;
  private long dueNanos;
  private boolean armed;

  Deadline(EventLoop loop, Runnable expired) {
    this.loop = loop;
    this.expired = expired;
  }

  void in(Duration time) {
    dueNanos = System.nanoTime() + time.toNanos();
    armed = true;
    if (timer == null || timerNanos - dueNanos > 0) {
      schedule();
    }
  }

  /** Forgets the deadline. */
  void clear() {
    armed = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel(false);
    }
    timerNanos = dueNanos;
    timer = loop.schedule(this::fire, Math.max(0, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void fire() {
    timer = null;
    if (!armed) {
      return;
    }
    if (dueNanos - System.nanoTime() > 0) {
      schedule();
    } else {
      armed = false;
      expired.run();
    }
  }
}
