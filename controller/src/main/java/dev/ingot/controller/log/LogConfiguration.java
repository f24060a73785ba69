package dev.ingot.controller.log;

import dev.ingot.controller.config.IngotProperties;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store below `<state-dir>/logs`, and the thread that forces it to the disk. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {
  /** Bytes kept of one app's log. */
  private static final long BUDGET = 10L << 20;

  @Bean
  DiskLogStore logStore(IngotProperties properties, Clock clock) {
    return new DiskLogStore(properties.stateDir().resolve("logs"), BUDGET, clock);
  }

  @Bean
  LogForcer logForcer(DiskLogStore store) {
    return new LogForcer(store);
  }

  /** Forces the store five times a second: many batches share one fsync. */
  static final class LogForcer implements SmartLifecycle {
    private static final Duration EVERY = Duration.ofMillis(200);

    private final DiskLogStore store;
    private volatile @Nullable Thread thread;

    LogForcer(DiskLogStore store) {
      this.store = store;
    }

    @Override
    public void start() {
      Thread started = Thread.ofVirtual().name("log-forcer").unstarted(this::run);
      thread = started;
      started.start();
    }

    private void run() {
      try {
        while (isRunning()) {
          store.force();
          synchronized (this) {
            wait(EVERY.toMillis());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void stop() {
      thread = null;
      // Never an interrupt: it would close the file that is being forced.
      synchronized (this) {
        notifyAll();
      }
    }

    @Override
    public boolean isRunning() {
      return thread != null;
    }
  }
}
