package dev.ingot.router.access;

/** Takes access log lines. Called on event loops: never blocks, never throws. */
@FunctionalInterface
public interface AccessSink {
  /** Takes a line, or counts it as dropped. */
  void accept(AccessLine line);
}
