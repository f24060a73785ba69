package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** `ingot status`: what runs of the platform on this machine. Exit code 1 when something does not. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Show the platform's processes: memory, health, version.",
    footer = {"", "Examples:", "  ingot status", "  ingot status --json"})
public final class StatusCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One process. `rssMb` and `uptimeSeconds` are 0 when it does not run. */
  record Row(String process, long pid, long rssMb, String health, String version, long uptimeSeconds, String detail) {}

  @Override
  public Integer call() throws IOException {
    Platform platform = Platform.ofEnvironment();
    if (!platform.exists()) {
      throw new Failure("there is no platform in " + platform.home() + ". Start one: ingot up (or set INGOT_HOME to where it is).");
    }
    PlatformConfig config = platform.read();
    List<Row> rows = rows(platform, config);
    if (json) {
      System.out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
    } else {
      print(platform, config, rows);
    }
    return rows.stream().allMatch(row -> row.health().equals("UP")) ? 0 : 1;
  }

  static List<Row> rows(Platform platform, PlatformConfig config) throws IOException {
    List<Row> rows = new ArrayList<>();
    rows.add(row(platform, "supervisor", new Health.Answer("UP", "0.1.0", "")));
    for (String process : Platform.processes(config)) {
      rows.add(row(platform, process, Health.of(config, process)));
    }
    return rows;
  }

  private static Row row(Platform platform, String process, Health.Answer health) throws IOException {
    Optional<ProcessHandle> handle = PidFile.read(platform.pidFile(process));
    if (handle.isEmpty()) {
      return new Row(process, 0, 0, "DOWN", "", 0, "does not run; see " + platform.log(process));
    }
    long uptime = handle.get().info().startInstant().map(start -> Duration.between(start, Instant.now()).toSeconds()).orElse(0L);
    long memory = Memory.kilobytes(handle.get(), process.equals("postgres")) / 1024;
    return new Row(process, handle.get().pid(), memory, health.status(), health.version(), uptime, health.up() ? "" : health.detail());
  }

  private static void print(Platform platform, PlatformConfig config, List<Row> rows) {
    System.out.println("Platform in " + platform.home() + ", " + config.url() + System.lineSeparator());
    Table table = new Table("process", "pid", "memory", "health", "version", "up for", "");
    for (Row row : rows) {
      table.row(row.process(), row.pid() == 0 ? "-" : row.pid(), row.rssMb() + " MB", row.health(), row.version(),
          row.uptimeSeconds() == 0 ? "-" : Duration.ofSeconds(row.uptimeSeconds()).toString().substring(2).toLowerCase(java.util.Locale.ROOT), row.detail());
    }
    table.print(System.out);
    System.out.println(System.lineSeparator() + "Total " + rows.stream().mapToLong(Row::rssMb).sum() + " MB");
  }
}
