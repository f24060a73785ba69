package dev.ingot.stager.sandbox;

/** The container could not be made or used; says what was tried and why it failed. Never thrown because a command failed. */
public class SandboxException extends Exception {
  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }

  public SandboxException(String message) {
    super(message);
  }
}
