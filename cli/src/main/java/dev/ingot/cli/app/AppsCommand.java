package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.route.Route;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** `ingot apps`: three requests, however many apps there are. */
@Command(name = "apps", aliases = "a", mixinStandardHelpOptions = true, description = "List the apps of the targeted space.",
    footer = {"", "Examples:", "  ingot apps", "  ingot apps --json"})
public final class AppsCommand implements Callable<Integer> {
  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    String space = session.space().guid();
    List<App> apps = session.api().list("/v3/apps?order_by=name&per_page=5000&space_guids=" + space, App.class);
    if (output.printed(apps)) {
      return 0;
    }
    if (apps.isEmpty()) {
      System.out.println("No apps in space " + session.space().name() + " yet. In the directory of one: ingot push");
      return 0;
    }
    List<AppProcess> processes = session.api().list("/v3/processes?per_page=5000&embed=process_instances&space_guids=" + space, AppProcess.class);
    List<Route> routes = session.api().list("/v3/routes?per_page=5000&space_guids=" + space, Route.class);
    Table table = new Table("name", "state", "processes", "routes");
    for (App app : apps) {
      table.row(app.name(), app.state().toLowerCase(java.util.Locale.ROOT), processes(app, processes), routes(app, routes));
    }
    table.print(System.out);
    return 0;
  }

  private static String processes(App app, List<AppProcess> all) {
    return all.stream().filter(process -> process.relationships().app().data() != null && app.guid().equals(process.relationships().app().data().guid()))
        .map(process -> {
          var instances = process.processInstances() == null ? List.<AppProcess.Instance>of() : process.processInstances();
          return process.type() + ":" + instances.stream().filter(instance -> instance.state().equals("RUNNING")).count() + "/" + instances.size();
        }).collect(Collectors.joining(", "));
  }

  private static String routes(App app, List<Route> all) {
    return all.stream()
        .filter(route -> route.destinations().stream().anyMatch(to -> to.app() != null && Objects.equals(to.app().guid(), app.guid())))
        .map(Route::url).collect(Collectors.joining(", "));
  }
}
