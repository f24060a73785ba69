package dev.ingot.controller.git;

/** A push that is not accepted, in words for the one who pushed: what failed and what to do. Nothing was deployed. */
public final class PushRefused extends RuntimeException {
  public PushRefused(String message) {
    super(message);
  }
}
