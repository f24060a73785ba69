package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** start, stop and restart differ in a word: they share the rest. */
public final class LifecycleCommands {
  private LifecycleCommands() {}

  abstract static class Base implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Mixin
    private Output output = new Output();

    private final String action;
    private final boolean ends;

    Base(String action, boolean ends) {
      this.action = action;
      this.ends = ends;
    }

    @Override
    public Integer call() {
      Session session = Session.open();
      App app = session.api().post("/v3/apps/" + session.app(name).guid() + "/actions/" + action, null, App.class);
      if (ends) {
        output.say("App %s is stopped. Start it again: ingot start %s", name, name);
      } else {
        new InstanceWatch(session, app).await(output, "web");
      }
      AppSummary summary = AppSummary.of(session, app);
      if (!output.printed(summary) && !ends) {
        summary.print(System.out);
      }
      return 0;
    }
  }

  /** `ingot start NAME`. */
  @Command(name = "start", mixinStandardHelpOptions = true, description = "Start an app.", footer = {"", "Example:", "  ingot start web"})
  public static final class Start extends Base {
    public Start() {
      super("start", false);
    }
  }

  /** `ingot stop NAME`. */
  @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stop an app; its routes answer 503 until it is started.",
      footer = {"", "Example:", "  ingot stop web"})
  public static final class Stop extends Base {
    public Stop() {
      super("stop", true);
    }
  }

  /** `ingot restart NAME`. */
  @Command(name = "restart", mixinStandardHelpOptions = true, description = "Replace the instances of an app, with its current environment.",
      footer = {"", "Example:", "  ingot restart web"})
  public static final class Restart extends Base {
    public Restart() {
      super("restart", false);
    }
  }
}
