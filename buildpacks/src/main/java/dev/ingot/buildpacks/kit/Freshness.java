package dev.ingot.buildpacks.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Whether a version found in a registry needs to be looked up again: asking at every push would cost time and break builds when the registry is away. */
public record Freshness(Clock clock, Duration maxAge) {
  /** Looked up at most once a day. */
  public static Freshness daily() {
    return new Freshness(Clock.systemUTC(), Duration.ofHours(24));
  }

  /** The word to keep in a layer's metadata. */
  public String stamp() {
    return clock.instant().toString();
  }

  /** Whether the stamp is young enough; an unreadable or future stamp is not. */
  public boolean isFresh(String stamp) {
    try {
      var age = Duration.between(Instant.parse(stamp), clock.instant());
      return !age.isNegative() && age.compareTo(maxAge) < 0;
    } catch (DateTimeParseException unreadable) {
      return false;
    }
  }
}
