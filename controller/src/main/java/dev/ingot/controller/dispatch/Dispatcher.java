package dev.ingot.controller.dispatch;

import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.build.BuildRequested;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.task.TasksChanged;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The loop's thread: a pass when something was committed that matters, when a crashed instance is due, and every two seconds. */
@Component
class Dispatcher implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Pass pass;
  private final CellConnections connections;
  private final Clock clock;
  private boolean woken;
  private volatile @Nullable Thread thread;

  Dispatcher(Pass pass, CellConnections connections, Clock clock) {
    this.pass = pass;
    this.connections = connections;
    this.clock = clock;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DesiredStateChanged event) {
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(BuildRequested event) {
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(TasksChanged event) {
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(InstancesChanged event) {
    wake();
  }

  @EventListener
  void on(LeadershipChanged event) {
    if (!event.leads()) {
      connections.closeAll(Status.UNAVAILABLE.withDescription("this controller does not lead any more: dial again"));
    }
    wake();
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public void start() {
    Thread started = Thread.ofVirtual().name("dispatcher").unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      wake();
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    while (isRunning()) {
      Instant next = null;
      try {
        next = pass.run();
      } catch (RuntimeException e) {
        LOG.error("a scheduling pass failed, nothing of it was kept; trying again in {} s", IDLE.toSeconds(), e);
      }
      try {
        await(next);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private synchronized void await(@Nullable Instant next) throws InterruptedException {
    long millis = IDLE.toMillis();
    if (next != null) {
      millis = Math.clamp(Duration.between(clock.instant(), next).toMillis() + 1, 1, millis);
    }
    if (!woken && isRunning()) {
      wait(millis);
    }
    woken = false;
  }
}
