package dev.ingot.controller.auth;

import dev.ingot.controller.auth.db.CodeStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Codes that are good once, for five minutes. Kept as SHA-256 only: they are random enough that nothing slower is needed. Thread-safe. */
@Component
public class OneTimeCodes {
  /** How long a code is good. */
  public static final Duration LIFE = Duration.ofMinutes(5);
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 32;
  private static final int MAX_LENGTH = 200;
  private final CodeStore store;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  OneTimeCodes(CodeStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What a code is for. */
  public enum Kind { PASSCODE, AUTHORIZATION, PROVIDER_LOGIN }

  /** What a code stands for: a user, except before anybody is known. */
  public record Meaning(@Nullable String userGuid, Map<String, String> data) {}

  /** A new code. */
  public String issue(Kind kind, @Nullable String userGuid, Map<String, String> data) {
    String code = random();
    store.add(hash(code), kind.name(), new CodeStore.Code(userGuid, data), clock.instant().plus(LIFE), clock.instant());
    return code;
  }

  /** What the code stands for, once; empty when it is unknown, used, or too old. */
  public Optional<Meaning> take(Kind kind, String code) {
    return code.isEmpty() || code.length() > MAX_LENGTH ? Optional.empty()
        : store.take(hash(code), kind.name(), clock.instant()).map(found -> new Meaning(found.userGuid(), found.data()));
  }

  /** A secret of about 185 bits that can be typed. */
  String random() {
    var text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  static String hash(String secret) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
