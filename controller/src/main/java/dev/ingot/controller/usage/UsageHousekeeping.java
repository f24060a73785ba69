package dev.ingot.controller.usage;

import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.usage.db.StoredAppUsage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Forgets usage events that are older than a month, as CF does, and the oldest beyond a million; on the leader, every hour. */
@Component
class UsageHousekeeping implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(UsageHousekeeping.class);
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Duration AGE = Duration.ofDays(31);
  private static final long MOST = 1_000_000;

  private final Leadership leadership;
  private final StoredAppUsage stored;
  private volatile @Nullable Thread thread;

  UsageHousekeeping(Leadership leadership, StoredAppUsage stored) {
    this.leadership = leadership;
    this.stored = stored;
  }

  @Override
  public void start() {
    thread = Thread.ofVirtual().name("usage-housekeeping").start(this::rounds);
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void rounds() {
    try {
      while (isRunning()) {
        Thread.sleep(PAUSE);
        round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      if (leadership.leads()) {
        LOG.info("forgot {} app usage events", stored.forget(AGE, MOST));
      }
    } catch (RuntimeException e) {
      LOG.error("cannot forget old app usage events; it is tried again in {}", PAUSE, e);
    }
  }
}
