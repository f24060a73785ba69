package dev.ingot.controller.deployment;

import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The leader's thread that takes deployments further: when instances or desired state changed, and every two seconds for deadlines. */
@Component
class DeploymentLoop implements LoopLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLoop.class);
  private static final Duration IDLE = Duration.ofSeconds(2);
  /** News come in bursts: a pass sees what came within this time. */
  private static final Duration COALESCE = Duration.ofMillis(50);

  private final Leadership leadership;
  private final DeploymentRepository deployments;
  private final DeploymentStep step;
  private final WakeLoop loop = new WakeLoop("deployments", IDLE, COALESCE, this::turn);

  DeploymentLoop(Leadership leadership, DeploymentRepository deployments, DeploymentStep step) {
    this.leadership = leadership;
    this.deployments = deployments;
    this.step = step;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(InstancesChanged event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DesiredStateChanged event) {
    loop.wake();
  }

  @EventListener
  void on(LeadershipChanged event) {
    loop.wake();
  }

  @Override
  public WakeLoop loop() {
    return loop;
  }

  private @Nullable Duration turn() {
    if (leadership.leads()) {
      all();
    }
    return null;
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
}
