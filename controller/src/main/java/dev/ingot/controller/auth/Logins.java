package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.UserStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks user names and passwords: for tokens, and for the registry and git, which get them with every request. Wrong ones are answered
 * later and later ({@link LoginThrottle}). Thread-safe.
 */
@Component
public class Logins {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final int REMEMBERED = 500;
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private final UserStore users;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final Clock clock;
  private final byte[] salt = new byte[32];
  private final Map<String, byte[]> good = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
      return size() > REMEMBERED;
    }
  });
  private @Nullable String decoy;

  Logins(UserStore users, Passwords passwords, LoginThrottle throttle, Clock clock) {
    this.users = users;
    this.passwords = passwords;
    this.throttle = throttle;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /** What came of it. */
  public sealed interface Result {
    /** The password is right. The caller has all the user's scopes. */
    record Welcome(Caller caller) implements Result {}

    /** No such user, or not its password: the difference is not told. */
    record Wrong() implements Result {}

    /** Too many wrong passwords for this name from this address; the right one is not accepted from there either until the wait is over. */
    record Locked() implements Result {}

    /** Too many wrong passwords from this address. */
    record TooMany() implements Result {}
  }

  /** Checks a password that came from an address (null = not known). A wrong one is counted, and answered only after a delay. */
  public Result check(String username, String password, @Nullable String address) {
    var login = password.length() > Passwords.MAX_LENGTH || username.indexOf('\0') >= 0 ? Optional.<UserStore.Login>empty() : users.login(username);
    String hash = login.map(UserStore.Login::passwordHash).orElse(null);
    var outcome = throttle.attempt(username, address == null ? "" : address, () -> remembered(password, hash) || matches(password, login.orElse(null)));
    return switch (outcome.turn()) {
      case RIGHT -> welcome(login.orElseThrow());
      case NAME_WAITS -> new Result.Locked();
      case ADDRESS_WAITS -> new Result.TooMany();
      case WRONG -> {
        log.info("a wrong password, number {} in a row from {}{}", outcome.failures(), address, login.map(user -> " for the user " + user.username()).orElse(""));
        pause(outcome.failures());
        yield new Result.Wrong();
      }
    };
  }

  /** The caller when the password is right; for doors that answer all else the same. */
  public Optional<Caller> caller(String username, String password, @Nullable String address) {
    return check(username, password, address) instanceof Result.Welcome welcome ? Optional.of(welcome.caller()) : Optional.empty();
  }

  /** A user with all its scopes, who proved in another way who it is; empty when it is gone or not active. */
  public Optional<Caller> known(String guid) {
    return users.user(guid).map(Logins::full);
  }

  private Result welcome(UserStore.Login user) {
    return known(user.guid()).<Result>map(Result.Welcome::new).orElseGet(Result.Wrong::new);
  }

  private static Caller full(Caller user) {
    var scopes = new java.util.TreeSet<>(user.scopes());
    scopes.addAll(Scopes.EVERYBODY);
    return user.with(scopes);
  }

  // Argon2 for each of the hundred requests of a `docker push` would be slow: a password that was right for this very hash is remembered, salted.
  private boolean remembered(String password, @Nullable String hash) {
    byte[] known = hash == null ? null : good.get(hash);
    return known != null && MessageDigest.isEqual(known, digest(password));
  }

  // Unknown users take as long as known ones.
  private boolean matches(String password, UserStore.@Nullable Login user) {
    if (user == null || user.passwordHash() == null) {
      passwords.matches("wrong", decoy());
      return false;
    }
    boolean right = passwords.matches(password, user.passwordHash());
    if (right) {
      good.put(user.passwordHash(), digest(password));
      users.loggedIn(user.guid(), clock.instant());
    }
    return right;
  }

  private byte[] digest(String password) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      return sha.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized String decoy() {
    if (decoy == null) {
      decoy = passwords.hash(Arrays.toString(salt));
    }
    return decoy;
  }

  private static void pause(int tries) {
    try {
      Thread.sleep(STEP.multipliedBy(Math.min(tries, LoginThrottle.LIMIT)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
