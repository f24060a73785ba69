package dev.ingot.controller.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

  @Test
  void eachUser_hasItsOwnCount_untilTheIntervalEnds() {
    var limiter = new RateLimiter(new RateLimitProperties(2, Duration.ofMinutes(5)), clock);
    assertThat(limiter.count("a")).isEqualTo(new RateLimiter.Standing(2, 1, Instant.parse("2026-11-21T10:05:00Z")));
    assertThat(limiter.count("a").remaining()).isZero();
    assertThat(limiter.count("a").remaining()).isNegative();
    assertThat(limiter.count("b").remaining()).isEqualTo(1);
    now.set(now.get().plusSeconds(300));
    assertThat(limiter.count("a").remaining()).isEqualTo(1);
  }

  @Test
  void byDefault_nothingIsLimited() {
    assertThat(new RateLimiter(new RateLimitProperties(0, Duration.ofHours(1)), clock).enabled()).isFalse();
    assertThatThrownBy(() -> new RateLimitProperties(-1, Duration.ofHours(1))).hasMessageContaining("ingot.rate-limit.requests");
    assertThatThrownBy(() -> new RateLimitProperties(1, Duration.ZERO)).hasMessageContaining("ingot.rate-limit.interval");
  }
}
