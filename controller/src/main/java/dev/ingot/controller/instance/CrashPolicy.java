package dev.ingot.controller.instance;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a crashed instance is started again: CF's rule (Diego, runtime-and-scheduling.md §1.3). */
public final class CrashPolicy {
  private static final Duration GOOD_RUN = Duration.ofMinutes(5);
  private static final int AT_ONCE_BELOW = 3;
  private static final int NEVER_FROM = 200;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final int MAX_EXPONENT = 5;

  private CrashPolicy() {}

  /**
   * @param count crashes in a row, this one included, ≥ 1
   * @param nextStartAt the crash's own time = at once; null = never by itself
   */
  public record Decision(int count, @Nullable Instant nextStartAt) {}

  /**
   * @param countBefore crashes in a row before this one
   * @param runningSince when it became RUNNING; null = it never did
   */
  public static Decision crashed(int countBefore, @Nullable Instant runningSince, Instant now) {
    boolean ranWell = runningSince != null && Duration.between(runningSince, now).compareTo(GOOD_RUN) > 0;
    int count = ranWell ? 1 : countBefore + 1;
    if (count >= NEVER_FROM) {
      return new Decision(count, null);
    }
    if (count < AT_ONCE_BELOW) {
      return new Decision(count, now);
    }
    return new Decision(count, now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(count - AT_ONCE_BELOW, MAX_EXPONENT))));
  }
}
