package dev.ingot.controller.auth;

import java.util.concurrent.Semaphore;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and compares passwords with Argon2id (16 MB, 2 rounds). At most two at a time, so that many logins cannot eat the memory. */
@Component
public class Passwords {
  /** Longest password in characters. */
  public static final int MAX_LENGTH = 256;
  private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore turns = new Semaphore(2, true);

  /** The hash to store for a password. */
  public String hash(String password) {
    turns.acquireUninterruptibly();
    try {
      return encoder.encode(password);
    } finally {
      turns.release();
    }
  }

  /** Whether the password has this hash. */
  boolean matches(String password, String hash) {
    turns.acquireUninterruptibly();
    try {
      return encoder.matches(password, hash);
    } finally {
      turns.release();
    }
  }
}
