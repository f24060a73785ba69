package dev.ingot.controller.ratelimit;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the requests of each user in fixed intervals, in the memory of this controller: another one counts for itself. Thread-safe. */
@Component
public class RateLimiter {
  private static final int MAX_USERS = 100_000;
  private final RateLimitProperties properties;
  private final Clock clock;
  private final Map<String, Integer> counts = new HashMap<>();
  private Instant reset = Instant.EPOCH;

  RateLimiter(RateLimitProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** Where a user stands. @param remaining below 0 = this request is over the limit */
  public record Standing(int limit, int remaining, Instant reset) {}

  /** Whether anything is limited. */
  public boolean enabled() {
    return properties.requests() > 0;
  }

  /** Requests in an interval. */
  public int limit() {
    return properties.requests();
  }

  /** Minutes until counting begins anew, rounded up. */
  public long intervalMinutes() {
    return Math.max(1, properties.interval().plusSeconds(59).toMinutes());
  }

  /** Counts one request. */
  public synchronized Standing count(String user) {
    Instant now = clock.instant();
    if (!now.isBefore(reset) || counts.size() >= MAX_USERS) {
      counts.clear();
      reset = now.plus(properties.interval());
    }
    int count = Math.min(counts.merge(user, 1, Integer::sum), Integer.MAX_VALUE - 1);
    return new Standing(properties.requests(), properties.requests() - count, reset);
  }
}
