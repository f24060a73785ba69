package dev.ingot.router.balance;

import dev.ingot.router.table.Endpoint;

/** What the balancer found. */
public sealed interface Choice {
  /** This endpoint shall serve the request. */
  record Chosen(Endpoint endpoint) implements Choice {}

  /** There is no endpoint (left) to try. */
  record Nobody() implements Choice {}

  /** Every endpoint left serves as many requests as it may. */
  record Full() implements Choice {}
}
