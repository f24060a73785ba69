package dev.ingot.cli.session;

import java.io.PrintStream;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The `--json` option that every command has. */
public final class Output {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  public boolean json() {
    return json;
  }

  /** Prints a record or list as JSON when asked to; says whether it did. */
  public boolean printed(Object value) {
    if (json) {
      print(value, System.out);
    }
    return json;
  }

  /** A line for people; nothing under --json, where it would break the document. */
  public void say(String format, Object... arguments) {
    if (!json) {
      System.out.println(format.formatted(arguments));
    }
  }

  private static void print(Object value, PrintStream out) {
    out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
  }
}
