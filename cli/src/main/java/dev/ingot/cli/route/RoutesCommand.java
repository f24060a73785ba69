package dev.ingot.cli.route;

import dev.ingot.api.app.App;
import dev.ingot.api.route.Route;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** `ingot routes`. */
@Command(name = "routes", mixinStandardHelpOptions = true, description = "List the routes of the targeted space and where they lead.",
    footer = {"", "Example:", "  ingot routes"})
public final class RoutesCommand implements Callable<Integer> {
  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    List<Route> routes = session.api().list("/v3/routes?per_page=5000&space_guids=" + session.space().guid(), Route.class);
    if (output.printed(routes)) {
      return 0;
    }
    Map<String, String> names = session.api().list("/v3/apps?per_page=5000&space_guids=" + session.space().guid(), App.class).stream()
        .collect(Collectors.toMap(App::guid, App::name));
    Table table = new Table("route", "protocol", "leads to");
    for (Route route : routes) {
      table.row(route.url(), route.protocol(), destinations(route, names));
    }
    table.print(System.out);
    return 0;
  }

  private static String destinations(Route route, Map<String, String> names) {
    return route.destinations().stream().map(destination -> {
      var app = destination.app();
      if (app == null || app.guid() == null) {
        return "?";
      }
      String type = app.process() == null || app.process().type() == null ? "web" : app.process().type();
      return names.getOrDefault(app.guid(), app.guid()) + (type.equals("web") ? "" : ":" + type);
    }).collect(Collectors.joining(", "));
  }
}
