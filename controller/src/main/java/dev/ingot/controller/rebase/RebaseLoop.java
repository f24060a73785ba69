package dev.ingot.controller.rebase;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.loop.LoopLifecycle;
import dev.ingot.controller.loop.WakeLoop;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The leader's thread that takes rebases further: at once when one begins, then twice a second while there is one. */
@Component
class RebaseLoop implements LoopLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RebaseLoop.class);
  private static final Duration BUSY = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Leadership leadership;
  private final RebaseRepository rebases;
  private final RebaseDriver driver;
  private final WakeLoop loop = new WakeLoop("rebases", IDLE, Duration.ZERO, this::turn);

  RebaseLoop(Leadership leadership, RebaseRepository rebases, RebaseDriver driver) {
    this.leadership = leadership;
    this.rebases = rebases;
    this.driver = driver;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(Rebases.RebaseBegun event) {
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

  private Duration turn() {
    return leadership.leads() && all() ? BUSY : IDLE;
  }

  /** Goes on with those that can; whether there are any. Of those for all apps only the oldest, so that two do not want the same app. */
  private boolean all() {
    List<RebaseEntity> next = new ArrayList<>();
    try {
      boolean everybody = false;
      for (RebaseEntity rebase : rebases.findByStateInOrderByCreatedAtAscGuidAsc(RebaseEntity.ACTIVE)) {
        boolean ofAll = rebase.appGuid() == null && !rebase.dryRun();
        if (!ofAll || !everybody) {
          next.add(rebase);
        }
        everybody |= ofAll;
      }
    } catch (RuntimeException e) {
      LOG.warn("cannot look after the rebases, trying again: {}", e.toString());
      return true;
    }
    next.forEach(this::one);
    return !next.isEmpty();
  }

  /** One that fails does not hold up the others. */
  private void one(RebaseEntity rebase) {
    try {
      Caller.PLATFORM.<RuntimeException>run(() -> driver.drive(rebase));
    } catch (Leadership.NotLeadingException e) {
      LOG.debug("rebase {} is left to another controller", rebase.guid());
    } catch (RuntimeException e) {
      LOG.error("rebase {} made no step; trying again", rebase.guid(), e);
    }
  }
}
