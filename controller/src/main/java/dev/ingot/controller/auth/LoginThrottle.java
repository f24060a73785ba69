package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.LoginFailureStore;
import dev.ingot.controller.auth.db.LoginFailureStore.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted per name and source address, so that nobody locks a user out for everybody; and per address over
 * all names, against trying one password on many. Names that do not exist are counted too, so that the answer does not tell them apart. Tries
 * of one name from one address are made one after the other: many at once are not more than few. Thread-safe.
 */
@Component
class LoginThrottle {
  /** Failures of a name from an address until it must wait. */
  static final int LIMIT = 5;
  /** Failures of all names from an address until it must wait. */
  static final int ADDRESS_LIMIT = 100;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration FORGET = Duration.ofMinutes(15);
  private static final Duration QUEUE = Duration.ofSeconds(10);
  private static final String ALL = "";
  private final LoginFailureStore store;
  private final Clock clock;
  private final ReentrantLock[] queues = IntStream.range(0, 512).mapToObj(n -> new ReentrantLock(true)).toArray(ReentrantLock[]::new);

  LoginThrottle(LoginFailureStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What came of a try; with either of the last two nothing was looked at. */
  enum Turn { RIGHT, WRONG, NAME_WAITS, ADDRESS_WAITS }

  /** What came of a try, and how many failed in a row with this one. */
  record Outcome(Turn turn, int failures) {}

  /** Makes a try, unless it must wait; `check` says whether it is right. */
  Outcome attempt(String username, String address, BooleanSupplier check) {
    String key = key(username);
    var queue = queues[Math.floorMod((key + address).hashCode(), queues.length)];
    try {
      if (!queue.tryLock(QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome(Turn.ADDRESS_WAITS, 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(Turn.ADDRESS_WAITS, 0);
    }
    try {
      return attemptInTurn(key, address, check);
    } finally {
      queue.unlock();
    }
  }

  private Outcome attemptInTurn(String key, String address, BooleanSupplier check) {
    var now = clock.instant();
    if (waits(failures(ALL, address), now)) {
      return new Outcome(Turn.ADDRESS_WAITS, 0);
    }
    var failures = failures(key, address);
    if (waits(failures, now)) {
      return new Outcome(Turn.NAME_WAITS, failures.count());
    }
    if (check.getAsBoolean()) {
      if (failures.count() > 0) {
        store.remove(key, address);
      }
      return new Outcome(Turn.RIGHT, 0);
    }
    count(ALL, address, ADDRESS_LIMIT, now);
    return new Outcome(Turn.WRONG, count(key, address, LIMIT, now));
  }

  private int count(String key, String address, int limit, Instant now) {
    int count = store.add(key, address, now, now.minus(FORGET));
    if (count >= limit) {
      store.block(key, address, now.plus(wait(count - limit)));
    }
    return count;
  }

  private Failures failures(String username, String address) {
    return store.find(username, address).orElse(new Failures(0, null));
  }

  private static boolean waits(Failures failures, Instant now) {
    return failures.blockedUntil() != null && failures.blockedUntil().isAfter(now);
  }

  private static Duration wait(int times) {
    var wait = FIRST_WAIT.multipliedBy(1L << Math.min(times, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  // Never empty, and of a length the database can hold.
  private static String key(String username) {
    return "u:" + username.substring(0, Math.min(username.length(), 255)).toLowerCase(Locale.ROOT).replace("\0", "");
  }
}
