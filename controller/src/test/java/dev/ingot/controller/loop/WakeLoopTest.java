package dev.ingot.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No test waits for a time to pass: pauses are an hour where a turn must come from waking, a millisecond where it must come by itself. */
class WakeLoopTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Semaphore begun = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(Integer.MAX_VALUE / 2);
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean fails;
  private @Nullable WakeLoop loop;

  @AfterEach
  void stop() {
    mayEnd.release(1000);
    if (loop != null) {
      loop.stop();
    }
  }

  private WakeLoop started(Duration pause, Duration coalesce, @Nullable Duration asks) {
    loop = new WakeLoop("test", pause, coalesce, () -> {
      turns.incrementAndGet();
      begun.release();
      mayEnd.acquireUninterruptibly();
      if (fails) {
        throw new IllegalStateException("as the test wants it");
      }
      return asks;
    });
    loop.start();
    return loop;
  }

  private void turn() throws InterruptedException {
    assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).as("a turn begins").isTrue();
  }

  @Test
  void start_takesATurn_andEachWakingAnother() throws Exception {
    WakeLoop woken = started(NEVER, Duration.ZERO, null);
    turn();
    woken.wake();
    turn();
    woken.wake();
    turn();
    assertThat(turns).hasValue(3);
  }

  @Test
  void wakingsDuringATurn_areOneTurnMore() throws Exception {
    mayEnd.drainPermits();
    WakeLoop woken = started(NEVER, Duration.ZERO, null);
    turn();
    for (int i = 0; i < 100; i++) {
      woken.wake();
    }
    mayEnd.release(1000);
    turn();
    woken.wake();
    turn();
    woken.stop();
    assertThat(turns).as("the first, one for 100 wakings, one for the last").hasValue(3);
  }

  @Test
  void settled_waitsForTheEndOfATurnThatBeganAfterTheWaking() throws Exception {
    mayEnd.drainPermits();
    WakeLoop woken = started(NEVER, Duration.ZERO, null);
    assertThat(woken.settled(Duration.ofSeconds(10))).as("nobody woke it").isTrue();
    turn();
    woken.wake();
    mayEnd.release();
    turn();
    assertThat(woken.settled(Duration.ofMillis(1))).as("while the second turn is taken").isFalse();
    mayEnd.release();
    assertThat(woken.settled(Duration.ofSeconds(10))).isTrue();
    assertThat(turns).hasValue(2);
    mayEnd.release(1000);
    woken.stop();
    woken.wake();
    assertThat(woken.settled(Duration.ofSeconds(10))).as("it does not run").isFalse();
  }

  @Test
  void coalescing_losesNoWaking() throws Exception {
    WakeLoop woken = started(NEVER, Duration.ofMillis(1), null);
    turn();
    for (int i = 0; i < 50; i++) {
      woken.wake();
      turn();
    }
    assertThat(turns).hasValue(51);
  }

  @Test
  void nobodyWakes_turnsComeByThemselves() throws Exception {
    started(Duration.ofMillis(1), Duration.ZERO, null);
    begun.acquire(5);
    assertThat(turns).hasValueGreaterThanOrEqualTo(5);
  }

  @Test
  void turnAsksForTheNextOneSoon_itComesBeforeThePause() throws Exception {
    started(NEVER, Duration.ZERO, Duration.ofMillis(1));
    turn();
    turn();
    turn();
  }

  @Test
  void turnAsksForThePast_itComesAtOnce() throws Exception {
    started(NEVER, Duration.ZERO, Duration.ofSeconds(-5));
    turn();
    turn();
  }

  @Test
  void failingTurn_endsNothing() throws Exception {
    fails = true;
    WakeLoop woken = started(NEVER, Duration.ZERO, null);
    turn();
    woken.wake();
    turn();
    assertThat(woken.running()).isTrue();
  }

  @Test
  void stop_waitsForTheTurn_andNoneFollows() throws Exception {
    mayEnd.drainPermits();
    WakeLoop stopped = started(Duration.ofMillis(1), Duration.ZERO, null);
    turn();
    Thread stopping = Thread.startVirtualThread(stopped::stop);
    while (stopped.running()) {
      Thread.onSpinWait();
    }
    assertThat(stopping.isAlive()).as("it waits for the turn").isTrue();
    mayEnd.release(1000);
    stopping.join();
    assertThat(turns).hasValue(1);
    stopped.wake();
    assertThat(stopped.running()).isFalse();
    assertThat(begun.tryAcquire()).isFalse();
  }

  @Test
  void stop_doesNotWaitForAPause_andItCanBeStartedAgain() throws Exception {
    WakeLoop restarted = started(NEVER, NEVER, null);
    turn();
    restarted.wake();
    restarted.stop();
    assertThat(turns).as("stopped while it waited for what comes at the same time").hasValue(1);
    restarted.start();
    turn();
  }
}
