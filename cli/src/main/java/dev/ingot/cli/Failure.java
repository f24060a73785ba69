package dev.ingot.cli;

/** A command that cannot go on; the message is shown as it is (what was tried, why it failed, what to do next), without a stack trace. */
public class Failure extends RuntimeException {
  private final int status;

  public Failure(String message) {
    this(message, 1);
  }

  /** @param status what the command ends with, 1 to 255 */
  public Failure(String message, int status) {
    super(message);
    this.status = status;
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
    this.status = 1;
  }

  /** What the command ends with. */
  public int status() {
    return status;
  }
}
