package dev.ingot.cli.platform;

import dev.ingot.cli.output.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** `ingot doctor`: what this machine lacks and how to get it. Exit code 1 when something is missing. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check what this machine lacks to run the platform, and how to get it.",
    footer = {"", "Examples:", "  ingot doctor", "  ingot doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Doctor.Check> checks = Doctor.checks(Platform.ofEnvironment());
    if (json) {
      System.out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(checks));
    } else {
      Table table = new Table("", "needed", "found", "remedy");
      checks.forEach(check -> table.row(check.ok() ? "✔" : "✘", check.subject(), check.found(), check.ok() ? "" : check.remedy()));
      table.print(System.out);
    }
    return checks.stream().allMatch(Doctor.Check::ok) ? 0 : 1;
  }
}
