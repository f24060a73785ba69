package dev.ingot.cli.log;

import dev.ingot.api.client.LogEntry;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Log lines for people: local time, source and instance, text; stderr in red on a terminal. */
public final class LogPrinter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SS").withZone(ZoneId.systemDefault());
  private static final boolean COLOURS = System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;
  private final PrintStream out;

  public LogPrinter(PrintStream out) {
    this.out = out;
  }

  public void print(LogEntry entry) {
    String source = "[" + entry.sourceType() + (entry.instanceId().isEmpty() ? "" : "/" + entry.instanceId()) + "]";
    String text = COLOURS && entry.type().equals("ERR") ? "\033[31m" + entry.message() + "\033[0m" : entry.message();
    out.printf("%s %-16s %s%n", TIME.format(Instant.ofEpochSecond(0, entry.timestamp())), source, text);
  }

  /** Only the text, indented: for the staging log within a push, where the source is clear. */
  public void printText(LogEntry entry) {
    out.println("   " + entry.message());
  }
}
