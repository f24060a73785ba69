package dev.ingot.controller.ratelimit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.rate-limit.*`.
 *
 * @param requests how many requests to `/v3` one user may send in one interval, from 1; 0 (the default) = any number. Admins are not counted.
 * @param interval 1 s to 1 day
 */
@ConfigurationProperties("ingot.rate-limit")
public record RateLimitProperties(@DefaultValue("0") int requests, @DefaultValue("1h") Duration interval) {
  public RateLimitProperties {
    if (requests < 0) {
      throw new IllegalArgumentException("ingot.rate-limit.requests must be 0 or more, not " + requests);
    }
    if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("ingot.rate-limit.interval must be 1s to 1d, not " + interval);
    }
  }
}
