package dev.ingot.controller.leader;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether this controller leads. Thread-safe. */
public interface Leadership {
  /** True while the lock is held, as far as is known: what must not be done by two is guarded by {@link #fence}. */
  boolean leads();

  /** Since when; null when it does not lead. */
  @Nullable Instant since();

  /**
   * Makes the caller's transaction fail when another controller took over.
   *
   * @throws NotLeadingException nothing was changed
   */
  void fence();

  /** The current transaction belongs to a controller that no longer leads. */
  final class NotLeadingException extends RuntimeException {
    public NotLeadingException() {
      super("this controller does not lead any more: another one schedules");
    }
  }
}
