package dev.ingot.controller.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.tasks.*`: how long ended tasks are told of.
 *
 * @param keep since their end, at least a minute
 * @param keepPerApp the newest ones of an app, at least 1
 */
@ConfigurationProperties("ingot.tasks")
public record TaskProperties(@DefaultValue("31d") Duration keep, @DefaultValue("1000") int keepPerApp) {
  public TaskProperties {
    if (keep.compareTo(Duration.ofMinutes(1)) < 0 || keepPerApp < 1) {
      throw new IllegalArgumentException("ingot.tasks: keep must be at least 1m, keep-per-app at least 1");
    }
  }
}
