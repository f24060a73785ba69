package dev.ingot.cli;

/** A command that cannot go on; the message is shown as it is (what was tried, why it failed, what to do next), without a stack trace. */
public class Failure extends RuntimeException {
  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
