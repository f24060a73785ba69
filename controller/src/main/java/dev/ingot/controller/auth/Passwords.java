package dev.ingot.controller.auth;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes and compares passwords with Argon2id (16 MB, 2 rounds). At most two at a time, so that many logins cannot eat the memory. */
@Component
public class Passwords {
  /** Longest password in characters. */
  public static final int MAX_LENGTH = 256;
  private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore turns = new Semaphore(2, true);
  private final Policy policy;

  Passwords(Policy policy) {
    this.policy = policy;
  }

  /**
   * `ingot.password-policy.*`: what new passwords must be like. Old ones stay good.
   *
   * @param minLength 1 to 64 characters
   * @param upperCase at least this many of A to Z, 0 to 10
   * @param lowerCase at least this many of a to z, 0 to 10
   * @param digits at least this many of 0 to 9, 0 to 10
   * @param special at least this many others, 0 to 10
   */
  @ConfigurationProperties("ingot.password-policy")
  public record Policy(@DefaultValue("1") int minLength, @DefaultValue("0") int upperCase, @DefaultValue("0") int lowerCase, @DefaultValue("0") int digits,
      @DefaultValue("0") int special) {
    public Policy {
      if (minLength < 1 || minLength > 64) {
        throw new IllegalArgumentException("ingot.password-policy.min-length must be 1 to 64, not " + minLength);
      }
      for (int count : new int[] {upperCase, lowerCase, digits, special}) {
        if (count < 0 || count > 10) {
          throw new IllegalArgumentException("ingot.password-policy.upper-case, lower-case, digits and special must be 0 to 10, not " + count);
        }
      }
    }
  }

  /** What is wrong with a new password, in UAA's words; empty when nothing is. */
  public Optional<String> problem(String password) {
    if (password.length() < policy.minLength()) {
      return Optional.of("Password must be at least " + policy.minLength() + " characters in length.");
    }
    if (password.length() > MAX_LENGTH) {
      return Optional.of("Password must be no more than " + MAX_LENGTH + " characters in length.");
    }
    long upper = password.chars().filter(Character::isUpperCase).count();
    long lower = password.chars().filter(Character::isLowerCase).count();
    long digits = password.chars().filter(Character::isDigit).count();
    return lacks(policy.upperCase(), upper, "uppercase").or(() -> lacks(policy.lowerCase(), lower, "lowercase"))
        .or(() -> lacks(policy.digits(), digits, "digit")).or(() -> lacks(policy.special(), password.length() - upper - lower - digits, "special"));
  }

  private static Optional<String> lacks(int wanted, long found, String kind) {
    return found >= wanted ? Optional.empty() : Optional.of("Password must contain at least " + wanted + " " + kind + " characters.");
  }

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
