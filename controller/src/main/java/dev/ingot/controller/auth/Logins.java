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
 * later and later; after {@link #LIMIT} in a row the user is locked for {@link #LOCK}. Thread-safe.
 */
@Component
public class Logins {
  /** Wrong passwords in a row until the user is locked. */
  public static final int LIMIT = 5;
  /** How long a lock holds. */
  public static final Duration LOCK = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofMillis(200);
  private static final int REMEMBERED = 500;
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private final UserStore users;
  private final Passwords passwords;
  private final Clock clock;
  private final byte[] salt = new byte[32];
  private final Map<String, byte[]> good = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
      return size() > REMEMBERED;
    }
  });
  private @Nullable String decoy;

  Logins(UserStore users, Passwords passwords, Clock clock) {
    this.users = users;
    this.passwords = passwords;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /** What came of it. */
  public sealed interface Result {
    /** The password is right. */
    record Welcome(Caller caller) implements Result {}

    /** No such user, or not its password: the difference is not told. */
    record Wrong() implements Result {}

    /** Too many wrong passwords; the right one is not accepted either until the lock is over. */
    record Locked() implements Result {}
  }

  /** Checks a password. A wrong one is counted, and answered only after a delay. */
  public Result check(String username, String password) {
    var login = users.login(username);
    if (login.isEmpty() || login.get().passwordHash() == null || password.length() > Passwords.MAX_LENGTH) {
      passwords.matches("wrong", decoy());
      pause(1);
      return new Result.Wrong();
    }
    var user = login.get();
    if (user.lockedUntil() != null && user.lockedUntil().isAfter(clock.instant())) {
      return new Result.Locked();
    }
    if (!matches(password, user.passwordHash())) {
      return wrong(user);
    }
    if (user.failedLogins() > 0) {
      users.succeeded(user.guid());
    }
    return users.caller(user.guid(), null).<Result>map(Result.Welcome::new).orElseGet(Result.Wrong::new);
  }

  private Result wrong(UserStore.Login user) {
    int failures = users.failed(user.guid(), LIMIT, clock.instant(), clock.instant().plus(LOCK));
    log.info("a wrong password for the user {}, number {} in a row", user.username(), failures);
    pause(failures);
    return failures > LIMIT ? new Result.Locked() : new Result.Wrong();
  }

  // Argon2 for each of the hundred requests of a `docker push` would be slow: a password that was right for this very hash is remembered, salted.
  private boolean matches(String password, String hash) {
    byte[] digest = digest(password);
    byte[] known = good.get(hash);
    if (known != null && MessageDigest.isEqual(known, digest)) {
      return true;
    }
    boolean right = passwords.matches(password, hash);
    if (right) {
      good.put(hash, digest);
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

  // Unknown users take as long as known ones.
  private synchronized String decoy() {
    if (decoy == null) {
      decoy = passwords.hash(Arrays.toString(salt));
    }
    return decoy;
  }

  private static void pause(int failures) {
    try {
      Thread.sleep(STEP.multipliedBy(Math.min(failures, LIMIT)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The caller when the password is right; for doors that answer all else the same. */
  public Optional<Caller> caller(String username, String password) {
    return check(username, password) instanceof Result.Welcome welcome ? Optional.of(welcome.caller()) : Optional.empty();
  }
}
