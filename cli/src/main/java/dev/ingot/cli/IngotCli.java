package dev.ingot.cli;

import dev.ingot.api.error.ApiException;
import dev.ingot.cli.app.AppCommand;
import dev.ingot.cli.app.AppsCommand;
import dev.ingot.cli.app.DeleteCommand;
import dev.ingot.cli.app.LifecycleCommands;
import dev.ingot.cli.push.RestageCommand;
import dev.ingot.cli.app.ScaleCommand;
import dev.ingot.cli.build.BuildCommand;
import dev.ingot.cli.build.PlanCommand;
import dev.ingot.cli.buildpack.BuildpacksCommand;
import dev.ingot.cli.cache.CacheCommand;
import dev.ingot.cli.env.EnvCommands;
import dev.ingot.cli.event.EventsCommand;
import dev.ingot.cli.log.LogsCommand;
import dev.ingot.cli.login.LoginCommand;
import dev.ingot.cli.login.LogoutCommand;
import dev.ingot.cli.login.TargetCommand;
import dev.ingot.cli.push.PushCommand;
import dev.ingot.cli.rebase.RebaseCommand;
import dev.ingot.cli.route.RoutesCommand;
import dev.ingot.cli.sbom.SbomCommand;
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
    subcommands = {PushCommand.class, AppsCommand.class, AppCommand.class, LogsCommand.class, ScaleCommand.class, LifecycleCommands.Start.class,
        LifecycleCommands.Stop.class, LifecycleCommands.Restart.class, RestageCommand.class, RebaseCommand.class, DeleteCommand.class, EnvCommands.Env.class,
        EnvCommands.SetEnv.class, EnvCommands.UnsetEnv.class, RoutesCommand.class, EventsCommand.class,
        BuildCommand.class, PlanCommand.class, BuildpacksCommand.class, CacheCommand.class, SbomCommand.class, LoginCommand.class, LogoutCommand.class,
        TargetCommand.class, UpCommand.class, DownCommand.class, StatusCommand.class, DoctorCommand.class, SuperviseCommand.class,
        GenerateCompletion.class, HelpCommand.class},
    footer = {"", "Start the platform on this machine:  ingot up", "Deploy the app in this directory:     ingot push",
        "Tab completion in this shell:         source <(ingot generate-completion)"})
public final class IngotCli {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new IngotCli())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((exception, command, parsed) -> report(exception, command.getErr()));
  }

  private static int report(Exception exception, PrintWriter err) {
    switch (exception) {
      case Failure failure -> err.println("FAILED: " + failure.getMessage());
      case ApiException api -> err.println("FAILED: " + api.detail() + "\n" + api.code().remedy());
      default -> exception.printStackTrace(err);
    }
    err.flush();
    return exception instanceof Failure failure ? failure.status() : 1;
  }
}
