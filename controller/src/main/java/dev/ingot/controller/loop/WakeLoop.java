package dev.ingot.controller.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes a turn at its start, whenever it is woken, and when nobody woke it for a while. Each waking is followed by a turn that
 * begins after it, so whoever commits something and then wakes is never overlooked; any number of wakings before a turn begins share that turn.
 * A turn that throws is logged and ends nothing. Thread-safe.
 */
public final class WakeLoop {
  /** What is done each time. */
  @FunctionalInterface
  public interface Turn {
    /** How long the next turn may wait at most if nobody wakes the loop; null = as long as the loop's own pause. */
    @Nullable Duration take();
  }

  private static final Logger LOG = LoggerFactory.getLogger(WakeLoop.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  /** What asks for a turn in the past must not make the loop spin. */
  private static final Duration SOON = Duration.ofMillis(1);

  private final String name;
  private final Duration pause;
  private final Duration coalesce;
  private final Turn turn;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition turned = lock.newCondition();
  private boolean woken;
  /** Wakings so far; how many of them the turn that is or was taken last began after, and the last one that ended. */
  private long asked;
  private long begun;
  private long done;
  private @Nullable Thread thread;

  /**
   * Makes a loop that does not run yet.
   *
   * @param name of its thread, and in the log
   * @param pause between turns that nobody asked for
   * @param coalesce between waking and turn, for news that come in bursts; zero = at once
   */
  public WakeLoop(String name, Duration pause, Duration coalesce, Turn turn) {
    this.name = name;
    this.pause = pause;
    this.coalesce = coalesce;
    this.turn = turn;
  }

  /** Starts the thread; nothing happens when it runs. */
  public void start() {
    lock.lock();
    try {
      if (thread == null) {
        thread = Thread.ofVirtual().name(name).start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread. Waits for the turn that is being taken, at most 10 s; no turn begins after this. */
  public void stop() {
    Thread running;
    lock.lock();
    try {
      running = thread;
      thread = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      if (!running.join(STOP_WITHIN)) {
        LOG.warn("{} is still busy {} s after it was to stop", name, STOP_WITHIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it was started and not stopped. */
  public boolean running() {
    lock.lock();
    try {
      return thread != null;
    } finally {
      lock.unlock();
    }
  }

  /** Asks for a turn that begins after this call. Returns at once. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      asked++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end of a turn that began after all wakings so far; returns at once when there was one. False when that did not come in time, or the loop does not run. */
  public boolean settled(Duration within) throws InterruptedException {
    lock.lock();
    try {
      long wanted = asked;
      long left = within.toNanos();
      while (thread != null && done < wanted && left > 0) {
        left = turned.awaitNanos(left);
      }
      return done >= wanted;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      boolean goesOn = begin();
      while (goesOn) {
        Duration wait = pause;
        try {
          Duration asked = turn.take();
          wait = asked == null || asked.compareTo(pause) > 0 ? pause : asked.compareTo(SOON) < 0 ? SOON : asked;
        } catch (RuntimeException e) {
          LOG.error("{} failed; trying again within {} s", name, pause.toSeconds(), e);
        }
        ended();
        goesOn = await(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended() {
    lock.lock();
    try {
      done = begun;
      turned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Before the first turn. */
  private boolean begin() {
    lock.lock();
    try {
      woken = false;
      begun = asked;
      return mine();
    } finally {
      lock.unlock();
    }
  }

  /** Until woken or as long, and then for what comes at the same time. False = stopped. */
  private boolean await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (mine() && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      left = coalesce.toNanos();
      while (mine() && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
      begun = asked;
      return mine();
    } finally {
      lock.unlock();
    }
  }

  private boolean mine() {
    return thread == Thread.currentThread();
  }
}
