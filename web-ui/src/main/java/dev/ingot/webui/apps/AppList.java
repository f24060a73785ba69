package dev.ingot.webui.apps;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.route.Route;
import dev.ingot.webui.page.Formats;
import dev.ingot.webui.page.RouteLink;
import dev.ingot.webui.session.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Puts the list together from a handful of API calls, however many apps there are. */
final class AppList {
  private static final String PAGE = "per_page=500";

  private AppList() {}

  static List<AppRow> rows(ApiClient api, Origin origin) {
    List<App> apps = api.list("/v3/apps?" + PAGE, App.class);
    if (apps.isEmpty()) {
      return List.of();
    }
    Map<String, String> places = places(api);
    Map<String, AppProcess> web = new HashMap<>();
    api.list("/v3/processes?types=web&embed=process_instances&" + PAGE, AppProcess.class)
        .forEach(process -> web.put(String.valueOf(ToOne.guid(process.relationships().app())), process));
    Map<String, List<RouteLink>> routes = routes(api, origin);
    return apps.stream().map(app -> row(app, places, web, routes.getOrDefault(app.guid(), List.of())))
        .sorted(Comparator.comparing(AppRow::place).thenComparing(AppRow::name)).toList();
  }

  private static AppRow row(App app, Map<String, String> places, Map<String, AppProcess> web, List<RouteLink> routes) {
    AppProcess process = web.get(app.guid());
    String place = places.getOrDefault(String.valueOf(ToOne.guid(app.relationships().space())), "");
    if (process == null) {
      AppHealth health = AppHealth.of(app.state(), 0, List.of());
      return new AppRow(app.guid(), app.name(), place, health.colour(), health.words(), "–", "–", routes);
    }
    List<String> states = Objects.requireNonNullElse(process.processInstances(), List.<AppProcess.Instance>of()).stream()
        .map(AppProcess.Instance::state).toList();
    AppHealth health = AppHealth.of(app.state(), process.instances(), states);
    long running = app.state().equals("STARTED") ? states.stream().filter("RUNNING"::equals).count() : 0;
    return new AppRow(app.guid(), app.name(), place, health.colour(), health.words(), running + " of " + process.instances(),
        Formats.bytes(process.memoryInMb() * 1024L * 1024L), routes);
  }

  private static Map<String, String> places(ApiClient api) {
    Map<String, String> orgs = new HashMap<>();
    api.list("/v3/organizations?" + PAGE, JsonNode.class).forEach(org -> orgs.put(org.path("guid").asString(""), org.path("name").asString("")));
    Map<String, String> places = new HashMap<>();
    for (JsonNode space : api.list("/v3/spaces?" + PAGE, JsonNode.class)) {
      String org = space.path("relationships").path("organization").path("data").path("guid").asString("");
      places.put(space.path("guid").asString(""), orgs.getOrDefault(org, "") + " / " + space.path("name").asString(""));
    }
    return places;
  }

  private static Map<String, List<RouteLink>> routes(ApiClient api, Origin origin) {
    Map<String, List<RouteLink>> byApp = new HashMap<>();
    for (Route route : api.list("/v3/routes?" + PAGE, Route.class)) {
      route.destinations().stream().map(destination -> destination.app() == null ? null : destination.app().guid()).filter(Objects::nonNull)
          .distinct().forEach(app -> byApp.computeIfAbsent(app, guid -> new ArrayList<>()).add(RouteLink.of(route, origin)));
    }
    return byApp;
  }
}
