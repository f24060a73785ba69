package dev.ingot.cli;

import dev.ingot.api.error.ApiException;
import dev.ingot.cli.platform.DoctorCommand;
import dev.ingot.cli.platform.DownCommand;
import dev.ingot.cli.platform.StatusCommand;
import dev.ingot.cli.platform.SuperviseCommand;
import dev.ingot.cli.platform.UpCommand;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(name = "ingot", mixinStandardHelpOptions = true, version = "ingot 0.1.0",
    description = "Push source code, get a running, routed, logged, self-healing app.",
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, DoctorCommand.class, SuperviseCommand.class,
        GenerateCompletion.class, HelpCommand.class},
    footer = {"", "Start the platform on this machine:  ingot up", "Deploy the app in this directory:     ingot push",
        "Tab completion in this shell:         source <(ingot generate-completion)"})
public final class IngotCli {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new IngotCli())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((exception, command, parsed) -> report(exception, command.getErr()));
  }

  private static int report(Exception exception, PrintWriter err) {
    switch (exception) {
      case Failure failure -> err.println("FAILED: " + failure.getMessage());
      case ApiException api -> err.println("FAILED: " + api.detail() + "\n" + api.code().remedy());
      default -> exception.printStackTrace(err);
    }
    err.flush();
    return 1;
  }
}
