package dev.ingot.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All results of a run. */
public final class Report {
  private static final String[] HEAD = {"what", "median", "min", "ratio", "budget", "", "rounds"};
  private final Map<String, Section> sections = new LinkedHashMap<>();

  private record Section(String method, List<Row> rows, String failure) {}

  /** @param method how it was measured, and what the numbers do not say */
  public void add(String title, String method, List<Row> rows) {
    sections.put(title, new Section(method, List.copyOf(rows), ""));
  }

  /** A benchmark that could not be done belongs in the report, too. */
  public void failed(String title, String method, String reason) {
    sections.put(title, new Section(method, List.of(), reason));
  }

  public boolean hasFailures() {
    return sections.values().stream().anyMatch(section -> !section.failure().isEmpty());
  }

  /** The page docs/reference/benchmarks.md. */
  public String page(List<String> machine) {
    StringBuilder page = new StringBuilder("# Benchmarks\n\nWritten by `./ingot bench`; do not edit. Read the ratios, not the times: "
        + "contenders ran in turn (A B C A B C) on one machine.\n\n");
    machine.forEach(fact -> page.append("- ").append(fact).append('\n'));
    sections.forEach((title, section) -> page.append('\n').append("## ").append(title).append("\n\n").append(section.method()).append("\n\n")
        .append(section.failure().isEmpty() ? table(section.rows()) : "Not measured in this run: " + section.failure() + "\n"));
    return page.toString();
  }

  public void write(Path file, List<String> machine) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, page(machine));
  }

  private static String table(List<Row> rows) {
    List<String[]> lines = new ArrayList<>();
    lines.add(HEAD);
    rows.forEach(row -> lines.add(row.cells()));
    int[] widths = new int[HEAD.length];
    for (String[] line : lines) {
      for (int column = 0; column < line.length; column++) {
        widths[column] = Math.max(widths[column], line[column].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines.size(); line++) {
      append(text, lines.get(line), widths, ' ');
      if (line == 0) {
        append(text, new String[] {"", "", "", "", "", "", ""}, widths, '-');
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String[] cells, int[] widths, char fill) {
    for (int column = 0; column < cells.length; column++) {
      text.append("| ").append(cells[column]).append(String.valueOf(fill).repeat(widths[column] - cells[column].length())).append(' ');
    }
    text.append("|\n");
  }
}
