package dev.ingot.bench.report;

import dev.ingot.bench.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What one must know of a machine to judge its numbers. */
public final class Machine {
  private Machine() {}

  /** One fact a line. */
  public static List<String> facts() throws IOException {
    List<String> facts = new ArrayList<>();
    facts.add("Date: " + LocalDate.now(ZoneOffset.UTC) + ", Ingot commit " + firstLine("git", "rev-parse", "--short", "HEAD"));
    facts.add("Processors: " + Runtime.getRuntime().availableProcessors() + " × " + field("/proc/cpuinfo", "model name")
        + "; memory: " + field("/proc/meminfo", "MemTotal").replace(" kB", "") .transform(kb -> Long.parseLong(kb) / 1024 + " MB"));
    facts.add("Kernel: " + firstLine("uname", "-r") + "; load before the run: " + Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    facts.add("runc " + firstLine("runc", "--version").replace("runc version ", "") + ", Java " + Runtime.version()
        + ", " + firstLine("dockerd", "--version"));
    facts.add("Limits: a virtual machine that others may share, and the load generator runs on it too; nothing was pinned. Absolute times differ from "
        + "machine to machine and from hour to hour.");
    return facts;
  }

  private static String firstLine(String... command) {
    Commands.Result result = Commands.run(command);
    return result.status() == 0 ? result.output().lines().findFirst().orElse("").strip() : "(no " + command[0] + ")";
  }

  private static String field(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name)).findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("0");
  }
}
