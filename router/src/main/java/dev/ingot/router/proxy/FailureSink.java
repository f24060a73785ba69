package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;

/** Is told of endpoints that could not be reached. Called on event loops: never blocks, never throws. */
@FunctionalInterface
public interface FailureSink {
  /** The endpoint could not be dialled, for a reason such as {@code connection refused}. */
  void failed(Endpoint endpoint, String cause);
}
