package dev.ingot.controller.rebase;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.leader.LeadershipChanged;
import dev.ingot.controller.rebase.db.RebaseEntity;
import dev.ingot.controller.rebase.db.RebaseRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The leader's thread that takes rebases further: at once when one begins, then twice a second while there is one. */
@Component
class RebaseLoop implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RebaseLoop.class);
  private static final Duration BUSY = Duration.ofMillis(500);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Leadership leadership;
  private final RebaseRepository rebases;
  private final RebaseDriver driver;
  private boolean woken;
  private volatile @Nullable Thread thread;

  RebaseLoop(Leadership leadership, RebaseRepository rebases, RebaseDriver driver) {
    this.leadership = leadership;
    this.rebases = rebases;
    this.driver = driver;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(Rebases.RebaseBegun event) {
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
    Thread started = Thread.ofVirtual().name("rebases").unstarted(this::run);
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
        await(leadership.leads() && all() ? BUSY : IDLE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private synchronized void await(Duration time) throws InterruptedException {
    if (!woken && isRunning()) {
      wait(time.toMillis());
    }
    woken = false;
  }
}
