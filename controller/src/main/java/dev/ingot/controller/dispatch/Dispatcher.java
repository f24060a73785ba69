package dev.ingot.controller.dispatch;

import dev.ingot.controller.app.DesiredStateChanged;
import dev.ingot.controller.build.BuildRequested;
import dev.ingot.controller.cell.CellConnections;
import dev.ingot.controller.instance.InstancesChanged;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import dev.ingot.controller.task.TasksChanged;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The loop's thread: a pass when something was committed that matters, when a crashed instance is due, and every two seconds. */
@Component
class Dispatcher implements LoopLifecycle {
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final CellConnections connections;
  private final WakeLoop loop;

  Dispatcher(Pass pass, CellConnections connections, Clock clock) {
    this.connections = connections;
    this.loop = new WakeLoop("dispatcher", IDLE, Duration.ZERO, () -> {
      Instant next = pass.run();
      return next == null ? null : Duration.between(clock.instant(), next);
    });
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(DesiredStateChanged event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(BuildRequested event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(TasksChanged event) {
    loop.wake();
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(InstancesChanged event) {
    loop.wake();
  }

  @EventListener
  void on(LeadershipChanged event) {
    if (!event.leads()) {
      connections.closeAll(Status.UNAVAILABLE.withDescription("this controller does not lead any more: dial again"));
    }
    loop.wake();
  }

  @Override
  public WakeLoop loop() {
    return loop;
  }
}
