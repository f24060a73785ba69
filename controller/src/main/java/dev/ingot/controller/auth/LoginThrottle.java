package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.LoginFailureStore;
import dev.ingot.controller.auth.db.LoginFailureStore.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing. Failures are counted per name and source address, so that nobody locks a user out for everybody; and per address over
 * all names, against trying one password on many. Names that do not exist are counted too, so that the answer does not tell them apart. A
 * try is counted before its password is looked at: many at once count as many. Thread-safe.
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
  private static final String ALL = "";
  private final LoginFailureStore store;
  private final Clock clock;

  LoginThrottle(LoginFailureStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether a try may be made. */
  enum Turn { GO, NAME_WAITS, ADDRESS_WAITS }

  /** Whether this name may be tried from this address now; counts nothing. */
  Turn look(String username, String address) {
    var now = clock.instant();
    if (waits(failures(ALL, address), now)) {
      return Turn.ADDRESS_WAITS;
    }
    return waits(failures(key(username), address), now) ? Turn.NAME_WAITS : Turn.GO;
  }

  /** Counts a try that is going to be made; the number of tries in a row, or more than can be when it may not be made. */
  int begin(String username, String address) {
    var now = clock.instant();
    int before = failures(key(username), address).count();
    int count = store.add(key(username), address, now, now.minus(FORGET));
    if (count >= LIMIT) {
      store.block(key(username), address, now.plus(wait(count - LIMIT)));
    }
    int ofAddress = store.add(ALL, address, now, now.minus(FORGET));
    if (ofAddress >= ADDRESS_LIMIT) {
      store.block(ALL, address, now.plus(wait(ofAddress - ADDRESS_LIMIT)));
    }
    return count > LIMIT && count != before + 1 ? Integer.MAX_VALUE : count;
  }

  /** The try was right: what was counted is forgotten. */
  void succeeded(String username, String address) {
    store.remove(key(username), address);
    store.remove(ALL, address);
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
