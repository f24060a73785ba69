package dev.ingot.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Steps that take a while, each one line: the name while it runs (with a clock on a terminal), then the seconds it took. Steps may run
 * at the same time; a terminal then shows the one started last.
 */
public final class Progress {
  private static final boolean TERMINAL = System.console() != null && System.console().isTerminal();
  private final PrintStream out;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Runs one step and says how long it took. What the step throws goes on to the caller, after a line that says it failed. */
  public <T> T step(String name, Callable<T> work) throws Exception {
    long started = System.nanoTime();
    Thread clock = TERMINAL ? Thread.startVirtualThread(() -> tick(name, started)) : null;
    try {
      T result = work.call();
      stop(clock);
      line("✔ " + name, started);
      return result;
    } catch (Exception e) {
      stop(clock);
      line("✘ " + name, started);
      throw e;
    }
  }

  /** A line of its own between steps: something the user should know that is no failure. */
  public synchronized void note(String text) {
    out.println("  " + text);
    out.flush();
  }

  private synchronized void line(String text, long started) {
    out.printf("%s%s (%.1f s)%n", TERMINAL ? "\r\033[K" : "", text, seconds(started));
    out.flush();
  }

  private void tick(String name, long started) {
    try {
      while (true) {
        Thread.sleep(Duration.ofMillis(500));
        synchronized (this) {
          out.printf("\r\033[K… %s (%.0f s)", name, seconds(started));
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(@Nullable Thread clock) throws InterruptedException {
    if (clock != null) {
      clock.interrupt();
      clock.join();
    }
  }

  private static double seconds(long started) {
    return (System.nanoTime() - started) / 1e9;
  }
}
