package dev.ingot.cli.upload;

import dev.ingot.cli.app.Sizes;
import java.io.PrintStream;

/** A bar on a terminal, nothing elsewhere (a log file wants no carriage returns). */
final class UploadBar {
  private static final boolean TERMINAL = System.console() != null && System.console().isTerminal();
  private static final int WIDTH = 30;
  private final PrintStream out;
  private final long total;
  private int shown = -1;

  UploadBar(PrintStream out, long total) {
    this.out = out;
    this.total = total;
  }

  void sent(long bytes) {
    int percent = total == 0 ? 100 : (int) (100 * bytes / total);
    if (TERMINAL && percent != shown) {
      shown = percent;
      int full = WIDTH * percent / 100;
      out.print("\r   [" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + percent + " % of " + Sizes.bytes(total));
      out.print(percent == 100 ? "\n" : "");
      out.flush();
    }
  }
}
