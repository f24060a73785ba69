package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** `ingot app NAME`. */
@Command(name = "app", mixinStandardHelpOptions = true, description = "Show one app: routes, droplet, instances.",
    footer = {"", "Examples:", "  ingot app web", "  ingot app web --json"})
public final class AppCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    App app = session.app(name);
    AppSummary summary = AppSummary.of(session, app);
    if (!output.printed(summary)) {
      summary.print(System.out);
    }
    return 0;
  }
}
