package dev.ingot.buildpacks.kit;

import java.io.Serial;

/** The build cannot go on for a reason the app's owner can act on. The message says what was tried, why it failed and what to do; no stack trace is shown. */
public final class BuildFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public BuildFailure(String message) {
    super(message);
  }

  public BuildFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
