package dev.ingot.controller.git;

/** Where the one who pushed reads what happens. Thread-safe. */
public interface Progress {
  /** Shows a line at once. */
  void say(String line);
}
