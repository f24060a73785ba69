package dev.ingot.bench;

/** A benchmark, or the whole run, cannot be done; the message says what was tried, why it failed and what to do. */
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BenchFailure(String message) {
    super(message);
  }

  public BenchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
