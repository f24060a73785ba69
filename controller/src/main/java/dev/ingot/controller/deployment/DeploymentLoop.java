package dev.ingot.controller.deployment;

import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.leader.LeadershipChanged;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The leader's thread that takes deployments further: when instances or desired state changed, and every two seconds for deadlines. */
@Component
class DeploymentLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLoop.class);
  private static final Duration IDLE = Duration.ofSeconds(2);
  /** News come in bursts: a pass sees what came within this time. */
  private static final Duration COALESCE = Duration.ofMillis(50);

  private final Leadership leadership;
  private final DeploymentRepository deployments;
  private final DeploymentStep step;
  private boolean woken;
  private volatile @Nullable Thread thread;

  DeploymentLoop(Leadership leadership, DeploymentRepository deployments, DeploymentStep step) {
    this.leadership = leadership;
    this.deployments = deployments;
    this.step = step;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(InstancesChanged event) {
    wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DesiredStateChanged event) {
    wake();
  }

  @EventListener
  void on(LeadershipChanged event) {
    wake();
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  @Override
  public void start() {
    Thread started = Thread.ofVirtual().name("deployments").unstarted(this::run);
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
    try {
      while (isRunning()) {
        if (leadership.leads()) {
          all();
        }
        await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void all() {
    try {
      for (String guid : deployments.active()) {
        one(guid);
      }
    } catch (RuntimeException e) {
      LOG.warn("cannot look after the deployments, trying again in {} s: {}", IDLE.toSeconds(), e.toString());
    }
  }

  /** One that fails does not hold up the others. */
  private void one(String guid) {
    try {
      step.step(guid);
    } catch (Leadership.NotLeadingException e) {
      LOG.debug("deployment {} is left to another controller", guid);
    } catch (RuntimeException e) {
      LOG.error("deployment {} made no step, nothing of it was kept; trying again in {} s", guid, IDLE.toSeconds(), e);
    }
  }

  private void await() throws InterruptedException {
    synchronized (this) {
      if (!woken && isRunning()) {
        wait(IDLE.toMillis());
      }
    }
    if (isRunning()) {
      Thread.sleep(COALESCE);
    }
    synchronized (this) {
      woken = false;
    }
  }
}
