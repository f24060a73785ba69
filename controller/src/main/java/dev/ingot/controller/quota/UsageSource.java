package dev.ingot.controller.quota;

/** A feature whose things count against quotas. Each offers one as a bean; {@link Quotas} and the usage summaries add them up. */
public interface UsageSource {
  /** What of this feature counts there, in the current transaction (rows, not entities that were not flushed). Uses an index. */
  Usage in(UsageScope scope);
}
