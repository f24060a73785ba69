package dev.ingot.cell.health;

/** What health finds out about one instance; called from the monitor's thread. */
public interface HealthListener {
  /** The first check passed. */
  void healthy();

  /** Requests may (or may no longer) be routed to it. */
  void routable(boolean ready);

  /** It never became healthy, or is no more: it must be stopped; `reason` is the crash reason. */
  void failed(String reason);
}
