package dev.ingot.controller.git;

import java.time.Duration;

/**
 * What keeps a push bounded.
 *
 * @param maxPackBytes of one push
 * @param maxTreeBytes of the files of the commit that is deployed
 * @param maxFiles of it
 * @param build from push to droplet
 * @param start until the first instance runs
 */
public record GitLimits(long maxPackBytes, long maxTreeBytes, int maxFiles, Duration build, Duration start) {
  /** 1 GiB, 1 GiB, 200,000 files, 30 minutes, 3 minutes. */
  public static GitLimits defaults() {
    return new GitLimits(1L << 30, 1L << 30, 200_000, Duration.ofMinutes(30), Duration.ofMinutes(3));
  }
}
