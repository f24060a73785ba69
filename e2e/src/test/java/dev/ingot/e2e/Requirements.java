package dev.ingot.e2e;

import org.opentest4j.TestAbortedException;

/** What this machine must have for a test. */
public final class Requirements {
  private Requirements() {}

  /** Without it the test is skipped and says so; in CI it fails. */
  public static void need(boolean there, String what) {
    if (there) {
      return;
    }
    if (Boolean.getBoolean("ingot.it.required")) {
      throw new AssertionError("CI must have " + what);
    }
    System.err.println("SKIPPED for want of " + what);
    throw new TestAbortedException("needs " + what);
  }
}
