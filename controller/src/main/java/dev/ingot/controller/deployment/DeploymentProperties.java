package dev.ingot.controller.deployment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.deployments.*`.
 *
 * @param progressDeadline how long no further instance may become healthy before a deployment goes back by itself; an app whose health
 *     check may take longer gets a minute more than that
 * @param maxCrashes a deployment goes back when an instance crashed so often in a row
 * @param kept ended deployments of an app that can still be read
 */
@ConfigurationProperties("ingot.deployments")
public record DeploymentProperties(@DefaultValue("4m") Duration progressDeadline, @DefaultValue("3") int maxCrashes,
    @DefaultValue("100") int kept) {
  public DeploymentProperties {
    if (progressDeadline.toSeconds() < 1 || maxCrashes < 1 || kept < 1) {
      throw new IllegalArgumentException("ingot.deployments: progress-deadline must be at least 1s, max-crashes and kept at least 1");
    }
  }
}
