package dev.ingot.buildpacks.kit;

import java.io.PrintStream;

/** What the build tells the person who waits for it. Thread-safe. */
public final class Log {
  private final PrintStream out;

  public Log(PrintStream out) {
    this.out = out;
  }

  /** A step begins. */
  public void step(String text) {
    out.println("-----> " + text);
  }

  /** A detail of the current step. */
  public void info(String text) {
    out.println("       " + text);
  }

  /** Works, but the owner should know. */
  public void warn(String text) {
    out.println("       WARNING: " + text);
  }
}
