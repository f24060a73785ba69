package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.api.route.Route;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** `ingot delete NAME`. */
@Command(name = "delete", mixinStandardHelpOptions = true, description = "Delete an app: instances, images, environment. There is no way back.",
    footer = {"", "Examples:", "  ingot delete web", "  ingot delete web -f -r     without asking, with its routes"})
public final class DeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Option(names = {"-f", "--force"}, description = "Do not ask.")
  private boolean force;

  @Option(names = {"-r", "--routes"}, description = "Delete its routes too.")
  private boolean routes;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    App app = session.app(name);
    if (!force) {
      confirm();
    }
    List<Route> mapped = routes ? session.api().list("/v3/apps/" + app.guid() + "/routes", Route.class) : List.of();
    session.api().delete("/v3/apps/" + app.guid());
    mapped.forEach(route -> session.api().delete("/v3/routes/" + route.guid()));
    if (!output.printed(Map.of("deleted", name, "routes", mapped.stream().map(Route::url).toList()))) {
      output.say("Deleted app %s%s.", name, mapped.isEmpty() ? "" : " and " + mapped.size() + " route(s)");
    }
    return 0;
  }

  private void confirm() {
    var console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new Failure("there is no terminal to ask on. To delete without being asked: ingot delete " + name + " -f");
    }
    if (!console.readLine("Delete app %s and everything of it? Type its name: ", name).strip().equals(name)) {
      throw new Failure("not deleted.");
    }
  }
}
